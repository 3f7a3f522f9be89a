import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../src/ingest/ports/store.ts';
import {
  experiment,
  experimentNow,
  found,
  pagesOf,
  refresh,
  removal,
  send,
  type Subject,
} from './contract-subject.ts';

export function describeSearches({ here, name }: Subject): void {
  /** Three runs of one project, to select among. */
  async function written() {
    const project = name();
    const ids = { a: name(), b: name(), c: name() };
    await send(
      here(),
      experiment(ids.a, { is_best: true, settings: 's', metrics: ['iou', 'loss'] }, project),
      experiment(ids.b, { is_best: false, settings: 's', metrics: ['loss'] }, project),
      experiment(ids.c, { is_best: false, settings: 't' }, project),
    );
    await refresh(here(), 'experiments');
    async function select(parts: Partial<Selection>) {
      const terms = { project: [project], ...parts.terms };
      const hits = await found(here(), { index: 'experiments', ...parts, terms });
      const names = Object.entries(ids).flatMap(([short, id]) => (hits.includes(id) ? short : []));
      return names.join('');
    }
    return { select, ids };
  }

  describe('what was written', () => {
    it('is there by its id at once, but is found only after a refresh', async () => {
      const [id, project] = [name(), name()];
      const ofProject: Selection = { index: 'experiments', terms: { project: [project] } };
      await send(here(), experiment(id, {}, project));
      expect(await experimentNow(here(), id)).toMatchObject({ id });
      expect(await found(here(), ofProject)).toEqual([]);
      await refresh(here(), 'files', 'scores');
      expect(await found(here(), ofProject)).toEqual([]);
      await refresh(here(), 'experiments');
      expect(await found(here(), ofProject)).toEqual([id]);
    });

    it('is found as it was before, until the next refresh', async () => {
      const [changed, deleted, project] = [name(), name(), name()];
      const ofProject: Selection = { index: 'experiments', terms: { project: [project] } };
      await send(here(), experiment(changed, {}, project), experiment(deleted, {}, project));
      await refresh(here(), 'experiments');
      await send(here(), experiment(changed, {}, 'another'), removal(deleted));
      expect(await found(here(), ofProject)).toEqual([changed, deleted].toSorted());
      await refresh(here(), 'experiments');
      expect(await found(here(), ofProject)).toEqual([]);
    });

    it('is left out by its id where it is not there', async () => {
      const [there, never] = [name(), name()];
      await send(here(), experiment(there));
      const answer = await here().store.readExperiments([never, there]);
      expect(answer).toMatchObject({ type: 'ok', value: [{ id: there }] });
      expect(await here().store.readExperiments([])).toEqual({ type: 'ok', value: [] });
    });
  });

  describe('a selection', () => {
    it('finds any of the values of a field, and what all conditions hold for', async () => {
      const { select, ids } = await written();
      expect(await select({ terms: { 'run.key': [ids.a, ids.c] } })).toBe('ac');
      expect(await select({ terms: { 'run.key': [ids.a, ids.c], settings: ['t'] } })).toBe('c');
      expect(await select({ terms: { 'run.key': [] } })).toBe('');
    });

    it('finds truth values, and values in lists', async () => {
      const { select } = await written();
      expect(await select({ terms: { is_best: [true] } })).toBe('a');
      expect(await select({ terms: { is_best: [true, false] } })).toBe('abc');
      expect(await select({ terms: { metrics: ['loss'] } })).toBe('ab');
    });

    it('leaves out what any exclusion holds for, but not what lacks the field', async () => {
      const { select } = await written();
      expect(await select({ exclude: { settings: ['s'] } })).toBe('c');
      expect(await select({ exclude: { settings: ['t'], is_best: [true] } })).toBe('b');
      expect(await select({ exclude: { metrics: ['iou'] } })).toBe('bc');
    });

    it('brings all fields, some with all below them, or none', async () => {
      const [id, project] = [name(), name()];
      await send(
        here(),
        experiment(id, { settings: 's', hyperparameters: { all: { a: { b: '1' } } } }, project),
      );
      await refresh(here(), 'experiments');
      async function sources(fields?: string[]) {
        const selection = { index: 'experiments', terms: { project: [project] } } as const;
        const pages = await pagesOf(here(), { ...selection, ...(fields && { fields }) });
        return pages.flat().map(({ source }) => source);
      }
      const hyperparameters = { all: { a: { b: '1' } } };
      expect(await sources()).toEqual([{ project, run: { key: id, id }, settings: 's', hyperparameters }]);
      expect(await sources(['run.key', 'hyperparameters.all', 'record'])).toEqual([
        { run: { key: id }, hyperparameters },
      ]);
      expect(await sources([])).toEqual([{}]);
    });

    it('with a routing finds what was written with it', async () => {
      const run = name();
      const body = JSON.stringify({ run: { key: run } });
      await send(here(), { type: 'index', index: 'images', id: `${run} a`, routing: run, body });
      await refresh(here(), 'images');
      const terms = { 'run.key': [run] };
      const [[hit] = []] = await pagesOf(here(), { index: 'images', terms, routing: run });
      expect(hit).toMatchObject({ id: `${run} a`, routing: run });
      expect(await found(here(), { index: 'images', terms })).toEqual([`${run} a`]);
    });
  });
}
