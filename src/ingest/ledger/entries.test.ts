import { expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import { createMemoryLedger, type MemoryLedger } from '../../../test/support/memory-ledger.ts';
import { digest } from '../../adapters/digest.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import { createEntries } from './entries.ts';
import { createLeases } from './leases.ts';
import { createLedgerView } from './ledger-view.ts';

const FOLDER = '/results';
const self = { lease: { session: 's', host: 'h', process: 1 }, isDead: () => false };
const clock = { elapsed: () => 0, now: () => '2026-08-09T12:00:00.000Z' };

/** One daemon among several on one ledger. */
function daemon(shared: MemoryLedger) {
  const ledger = createLedgerView([]);
  const requests: number[] = [];
  function readEntries(ids: readonly string[]) {
    requests.push(ids.length);
    return shared.readEntries(ids);
  }
  const entries = createEntries({ ledger, folder: FOLDER, store: { readEntries }, digest });
  const { write } = createLeases({ ledger, self, folder: FOLDER, clock, digest });

  /** As a round writes it. */
  async function record(parts: Partial<LedgerEntry>): Promise<void> {
    const entry = ledgerEntry(parts);
    await shared.newSender().add(write(entry), { accepted: (_index, token) => ledger.set(entry, token) });
  }

  async function ask(how: 'read' | 'refresh', ...paths: string[]): Promise<Record<string, LedgerEntry>> {
    const answer = await entries[how](paths);
    if (answer.type !== 'ok') throw new Error(answer.reason);
    return Object.fromEntries(answer.value);
  }

  return { ledger, requests, record, ask };
}

test('an entry comes back whole', async () => {
  const one = daemon(createMemoryLedger());
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
  const one = daemon(createMemoryLedger());
  expect([await one.ask('read', 'a'), one.requests]).toEqual([{}, []]);
});

test('an entry that another daemon has written since is left out, until it is read anew', async () => {
  const shared = createMemoryLedger();
  const [one, other] = [daemon(shared), daemon(shared)];
  await one.record({ path: 'a' });
  await one.record({ path: 'b' });
  await other.ask('refresh', 'a');
  await other.record({ path: 'a', status: 'partial' });
  expect(Object.keys(await one.ask('read', 'a', 'b'))).toEqual(['b']);
  expect(one.ledger.known('a')?.status).toBe('indexed');
  expect(await one.ask('refresh', 'a')).toMatchObject({ a: { status: 'partial' } });
  expect(one.ledger.known('a')?.status).toBe('partial');
  expect(await one.ask('read', 'a')).toMatchObject({ a: { status: 'partial' } });
});

test('an entry that was deleted is not known any more; a damaged one is overwritten', async () => {
  const shared = createMemoryLedger();
  const one = daemon(shared);
  await one.record({ path: 'a' });
  shared.damage(FOLDER, 'a');
  expect([await one.ask('read', 'a'), await one.ask('refresh', 'a', 'b')]).toEqual([{}, {}]);
  expect([one.ledger.known('a'), one.ledger.condition('b')]).toEqual([undefined, 'absent']);
  await one.record({ path: 'a', status: 'partial' });
  expect(shared.entry(FOLDER, 'a')).toMatchObject({ status: 'partial' });
});

test('many entries are read with several requests', async () => {
  const one = daemon(createMemoryLedger());
  const paths = Array.from({ length: 1200 }, (_, n) => `${n}`);
  for (const path of paths) await one.record({ path });
  expect(Object.keys(await one.ask('read', ...paths))).toHaveLength(1200);
  expect(one.requests).toEqual([500, 500, 200]);
});
