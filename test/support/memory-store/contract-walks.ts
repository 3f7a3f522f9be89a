import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../src/ingest/ports/store.ts';
import {
  experiment,
  experimentNow,
  pagesOf,
  refresh,
  removal,
  send,
  type Subject,
  valueOf,
} from './contract-subject.ts';

export function describeWalks({ here, name }: Subject): void {
  /** So many runs of a project of their own. */
  async function written(count: number) {
    const project = name();
    const ids = Array.from({ length: count }, () => name()).toSorted();
    if (count > 0) await send(here(), ...ids.map((id) => experiment(id, {}, project)));
    await refresh(here(), 'experiments');
    const selection: Selection = { index: 'experiments', terms: { project: [project] }, fields: [] };
    return { project, ids, selection };
  }

  describe('a walk', () => {
    it.each([
      [0, []],
      [4, [4]],
      [5, [5]],
      [6, [5, 1]],
      [10, [5, 5]],
      [12, [5, 5, 2]],
    ])('over %i documents in pages of five finds each once', async (count, sizes) => {
      const { ids, selection } = await written(count);
      const pages = await pagesOf(here(), selection, 5);
      expect(pages.map((page) => page.length)).toEqual(sizes);
      expect(
        pages
          .flat()
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(ids);
    });

    it('finds what there was when it began, and nothing that is written meanwhile', async () => {
      const { project, ids, selection } = await written(12);
      const seen: string[] = [];
      for await (const page of here().store.walk(selection, 5)) {
        seen.push(...valueOf(page).map(({ id }) => id));
        const [first = '', ...others] = ids;
        await send(here(), removal(first), ...others.map((id) => experiment(id, {}, 'another')));
        await send(here(), experiment(name(), {}, project));
        await refresh(here(), 'experiments');
      }
      expect(seen.toSorted()).toEqual(ids);
    });

    it('can be left early', async () => {
      const { selection } = await written(12);
      let pages = 0;
      for await (const page of here().store.walk(selection, 5)) {
        expect(valueOf(page)).toHaveLength(5);
        pages += 1;
        break;
      }
      expect(pages).toBe(1);
    });

    it('tells of each document the version and the token of its last write', async () => {
      const [id, project] = [name(), name()];
      await send(here(), { ...experiment(id, {}, project), version: 5 });
      await refresh(here(), 'experiments');
      const now = await experimentNow(here(), id);
      const [[hit] = []] = await pagesOf(here(), { index: 'experiments', terms: { project: [project] } });
      expect(hit).toEqual(now);
      expect(hit?.version).toBe(5);
    });
  });
}
