import { expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import { createPlace, LIMITS, type Place } from '../../../test/support/memory-world.ts';
import { digest } from '../../adapters/digest.ts';
import { fileId } from '../../domain/documents/ids.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import { createSender } from '../sending/sender.ts';
import { createEntries } from './entries.ts';
import { createLeases } from './leases.ts';
import { createLedgerView } from './ledger-view.ts';

/** One daemon among several on one ledger. */
function daemon(place: Place) {
  const ledger = createLedgerView([]);
  const requests: number[] = [];
  const world = place.world();
  function readEntries(ids: readonly string[]) {
    requests.push(ids.length);
    return world.store.readEntries(ids);
  }
  const tools = { ...world, ledger, folder: world.folder.root };
  const entries = createEntries({ ...tools, store: { readEntries } });
  const { write } = createLeases(tools);

  /** As a round writes them. */
  async function record(...written: Partial<LedgerEntry>[]): Promise<void> {
    const sender = createSender(world, LIMITS);
    for (const parts of written) {
      const entry = ledgerEntry(parts);
      await sender.add(write(entry), { accepted: (_index, token) => ledger.set(entry, token) });
    }
    await sender.flush();
  }

  async function ask(how: 'read' | 'refresh', ...paths: string[]): Promise<Record<string, LedgerEntry>> {
    const answer = await entries[how](paths);
    if (answer.type !== 'ok') throw new Error(answer.reason);
    return Object.fromEntries(answer.value);
  }

  return { ledger, requests, record, ask };
}

test('an entry comes back whole', async () => {
  const one = daemon(createPlace());
  const parts = {
    path: 'a',
    status: 'rejected',
    errors: [{ path: 'x', message: 'no' }],
    errorCount: 7,
  } as const;
  await one.record(parts);
  expect(await one.ask('read', 'a')).toEqual({ a: ledgerEntry(parts) });
});

test('nothing is asked about a source that the ledger never knew', async () => {
  const one = daemon(createPlace());
  expect([await one.ask('read', 'a'), one.requests]).toEqual([{}, []]);
});

test('an entry that another daemon has written since is left out, until it is refreshed', async () => {
  const shared = createPlace();
  const [one, other] = [daemon(shared), daemon(shared)];
  await one.record({ path: 'a' }, { path: 'b' });
  await other.ask('refresh', 'a');
  await other.record({ path: 'a', status: 'partial' });
  expect(Object.keys(await one.ask('read', 'a', 'b'))).toEqual(['b']);
  expect(one.ledger.known('a')?.status).toBe('indexed');
  expect(await one.ask('refresh', 'a')).toMatchObject({ a: { status: 'partial' } });
  expect(one.ledger.known('a')?.status).toBe('partial');
  expect(await one.ask('read', 'a')).toMatchObject({ a: { status: 'partial' } });
});

test('an entry that was deleted is no longer known; a damaged one is overwritten', async () => {
  const shared = createPlace();
  const one = daemon(shared);
  await one.record({ path: 'a' });
  shared.memory.put('files', fileId(digest, shared.folder.root, 'a'), {});
  expect([await one.ask('read', 'a'), await one.ask('refresh', 'a', 'b')]).toEqual([{}, {}]);
  expect([one.ledger.known('a'), one.ledger.condition('b')]).toEqual([undefined, 'absent']);
  await one.record({ path: 'a', status: 'partial' });
  expect(shared.entry('a')).toMatchObject({ status: 'partial' });
});

test('many entries are read with several requests', async () => {
  const one = daemon(createPlace());
  const paths = Array.from({ length: 1200 }, (_, n) => `${n}`);
  await one.record(...paths.map((path) => ({ path })));
  expect(Object.keys(await one.ask('read', ...paths))).toHaveLength(1200);
  expect(one.requests).toEqual([500, 500, 200]);
});
