import { describe, expect, it } from 'vitest';
import type { WriteToken } from '../../../src/ingest/ports/store.ts';
import { experiment, experimentNow, removal, send, type Subject } from './contract-subject.ts';

const CONFLICT = { status: 409, errorType: 'version_conflict_engine_exception' };

export function describeConditions({ here, name }: Subject): void {
  /** Creates a document, and gives the token of this write. */
  async function created(id: string): Promise<WriteToken> {
    const [outcome] = await send(here(), { ...experiment(id), condition: 'absent' });
    if (outcome?.token === undefined) throw new Error('There is no token', { cause: outcome });
    return outcome.token;
  }

  describe('on condition that a document is absent', () => {
    it('creates it once', async () => {
      const id = name();
      expect(await send(here(), { ...experiment(id), condition: 'absent' })).toMatchObject([{ status: 201 }]);
      expect(await send(here(), { ...experiment(id), condition: 'absent' })).toMatchObject([CONFLICT]);
    });

    it('creates it again after it was deleted', async () => {
      const id = name();
      await created(id);
      await send(here(), removal(id));
      expect(await send(here(), { ...experiment(id), condition: 'absent' })).toMatchObject([{ status: 201 }]);
    });
  });

  describe('on condition of a token', () => {
    it('writes where nothing was written since', async () => {
      const id = name();
      const condition = await created(id);
      expect(await send(here(), { ...experiment(id), condition })).toMatchObject([{ status: 200 }]);
    });

    it.each(['written', 'deleted'])('refuses to write what was %s since', async (what) => {
      const id = name();
      const condition = await created(id);
      await send(here(), what === 'written' ? experiment(id) : removal(id));
      expect(await send(here(), { ...experiment(id), condition })).toMatchObject([CONFLICT]);
    });

    it('deletes once', async () => {
      const id = name();
      const condition = await created(id);
      expect(await send(here(), { ...removal(id), condition })).toMatchObject([{ status: 200 }]);
      expect(await send(here(), { ...removal(id), condition })).toMatchObject([CONFLICT]);
    });
  });

  describe('tokens', () => {
    it('grow with every write, also with one that keeps the version', async () => {
      const id = name();
      const sequences: (number | undefined)[] = [(await created(id)).sequence];
      for (let write = 0; write < 3; write += 1) {
        await send(here(), { ...experiment(id), version: 7 });
        sequences.push((await experimentNow(here(), id))?.token.sequence);
      }
      expect(sequences.toSorted((a = 0, b = 0) => a - b)).toEqual(sequences);
      expect(new Set(sequences).size).toBe(4);
    });

    it('of an answer are those of the document', async () => {
      const id = name();
      const token = await created(id);
      expect(await experimentNow(here(), id)).toMatchObject({ token });
    });

    it('come with all answers to a request that has a condition, and with no others', async () => {
      const outcomes = await send(here(), experiment(name()), { ...experiment(name()), condition: 'absent' });
      expect(outcomes.map(({ token }) => token !== undefined)).toEqual([true, true]);
      expect(await send(here(), experiment(name()))).toEqual([{ status: 201 }]);
    });
  });
}
