import { describe, expect, it } from 'vitest';
import { experiment, experimentNow, removal, send, type Subject } from './contract-subject.ts';

const CONFLICT = { status: 409, errorType: 'version_conflict_engine_exception' };

export function describeVersions({ here, name }: Subject): void {
  describe('with external versions', () => {
    it('creates a document with the version that it is given', async () => {
      const id = name();
      expect(await send(here(), { ...experiment(id), version: 5 })).toEqual([{ status: 201 }]);
      expect(await experimentNow(here(), id)).toMatchObject({ id, version: 5 });
    });

    it.each([5, 6])('overwrites version 5 with version %i', async (version) => {
      const id = name();
      await send(here(), { ...experiment(id, { settings: 'first' }), version: 5 });
      const second = { ...experiment(id, { settings: 'second' }), version };
      expect(await send(here(), second)).toEqual([{ status: 200 }]);
      expect(await experimentNow(here(), id)).toMatchObject({ version, source: { settings: 'second' } });
    });

    it('refuses a lower version, and leaves the document as it is', async () => {
      const id = name();
      await send(here(), { ...experiment(id, { settings: 'first' }), version: 5 });
      const second = { ...experiment(id, { settings: 'second' }), version: 4 };
      expect(await send(here(), second)).toMatchObject([CONFLICT]);
      expect(await experimentNow(here(), id)).toMatchObject({ version: 5, source: { settings: 'first' } });
    });

    it.each([5, 6])('deletes version 5 with version %i', async (version) => {
      const id = name();
      await send(here(), { ...experiment(id), version: 5 });
      expect(await send(here(), { ...removal(id), version })).toEqual([{ status: 200 }]);
      expect(await experimentNow(here(), id)).toBeUndefined();
    });

    it('refuses a delete with a lower version', async () => {
      const id = name();
      await send(here(), { ...experiment(id), version: 5 });
      expect(await send(here(), { ...removal(id), version: 4 })).toMatchObject([CONFLICT]);
      expect(await experimentNow(here(), id)).toMatchObject({ version: 5 });
    });

    it.each(['a document', 'nothing'])(
      'remembers the version of a delete that found %s: a later write needs it, or a higher one',
      async (what) => {
        const id = name();
        if (what === 'a document') await send(here(), { ...experiment(id), version: 4 });
        const status = what === 'nothing' ? 404 : 200;
        expect(await send(here(), { ...removal(id), version: 5 })).toEqual([{ status }]);
        expect(await send(here(), { ...experiment(id), version: 4 })).toMatchObject([CONFLICT]);
        expect(await send(here(), { ...experiment(id), version: 5 })).toEqual([{ status: 201 }]);
      },
    );

    it('counts versions up where a write has none', async () => {
      const id = name();
      await send(here(), { ...experiment(id), version: 5 });
      await send(here(), experiment(id));
      expect(await experimentNow(here(), id)).toMatchObject({ version: 6 });
    });
  });

  describe('a request of several operations', () => {
    it('is answered in its order, and one that is refused keeps none of the others up', async () => {
      const [a, b, c] = [name(), name(), name()];
      await send(here(), { ...experiment(b), version: 5 });
      const outcomes = await send(
        here(),
        { ...experiment(a), version: 4 },
        { ...experiment(b), version: 4 },
        { ...removal(c), version: 4 },
      );
      expect(outcomes.map(({ status }) => status)).toEqual([201, 409, 404]);
    });

    it('is applied in its order', async () => {
      const id = name();
      const outcomes = await send(
        here(),
        { ...experiment(id), version: 5 },
        { ...removal(id), version: 5 },
        { ...experiment(id, { settings: 'last' }), version: 5 },
      );
      expect(outcomes.map(({ status }) => status)).toEqual([201, 200, 201]);
      expect(await experimentNow(here(), id)).toMatchObject({ source: { settings: 'last' } });
    });

    it('can be sent again in part', async () => {
      const ids = [name(), name(), name()];
      const batch = here().store.batch();
      for (const id of ids) batch.add({ ...experiment(id), version: 5 });
      const outcome = await here().store.bulk(batch.only([0, 2]));
      expect(outcome).toEqual({ type: 'ok', value: [{ status: 201 }, { status: 201 }] });
      const there = await Promise.all(ids.map((id) => experimentNow(here(), id)));
      expect(there.map((hit) => hit !== undefined)).toEqual([true, false, true]);
    });

    it('refuses an image without a routing', async () => {
      const body = JSON.stringify({ run: { key: name() } });
      expect(await send(here(), { type: 'index', index: 'images', id: name(), body })).toMatchObject([
        { status: 400, errorType: 'routing_missing_exception' },
      ]);
    });
  });
}
