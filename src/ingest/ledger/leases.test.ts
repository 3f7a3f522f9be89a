import { expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import { createMemoryLedger, type MemoryLedger } from '../../../test/support/memory-ledger.ts';
import { digest } from '../../adapters/digest.ts';
import type { Lease } from '../../domain/ledger/entry.ts';
import { createEntries } from './entries.ts';
import { createLeases } from './leases.ts';
import { createLedgerView } from './ledger-view.ts';

const clock = {
  at: 0,
  elapsed: () => clock.at,
  unix: () => 0,
  now: () => '2026-08-09T12:00:00.000Z',
  wait: async () => {},
  random: () => 0,
};

/** One daemon among several on one ledger. Of the others it knows which are dead. */
function daemon(session: string, shared: MemoryLedger, dead: readonly string[] = []) {
  const lease: Lease = { session, host: 'here', process: 1 };
  const ledger = createLedgerView([]);
  const leases = createLeases({
    ledger,
    self: { lease, isDead: (other: Lease) => dead.includes(other.session) },
    folder: '/results',
    clock,
    digest,
  });
  return {
    ledger,
    entries: createEntries({ ledger, folder: '/results', store: shared, digest }),
    leases,
    take: async (path: string) => {
      const granted = await leases.take([ledgerEntry({ path, version: 5 })], shared.newSender());
      return granted.type === 'ok' ? granted.value : granted;
    },
    finish: async (path: string) => {
      const done = ledgerEntry({ path, version: 5 });
      const fate = { is: '' };
      await shared.newSender().add(leases.write(done), {
        accepted: () => (fate.is = 'accepted'),
        overtaken: () => (fate.is = 'overtaken'),
        refused: () => (fate.is = 'refused'),
      });
      return fate.is;
    },
  };
}

test('of two daemons one gets a file, and the other sees who', async () => {
  const shared = createMemoryLedger();
  const [one, other] = [daemon('one', shared), daemon('other', shared)];
  expect(await one.take('a')).toEqual(new Set(['a']));
  expect(await other.take('a')).toEqual(new Set());
  await other.entries.refresh(['a']);
  expect(other.ledger.known('a')).toMatchObject({ status: 'reading', lease: { session: 'one' } });
  expect([one.leases.isTaken('a'), other.leases.isTaken('a')]).toEqual([false, true]);
});

test('a lease that is renewed is respected for ever, one that is not for half a minute', async () => {
  const shared = createMemoryLedger();
  const [one, other] = [daemon('one', shared), daemon('other', shared)];
  await one.take('a');
  for (let times = 0; times < 10; times += 1) {
    clock.at += 20_000;
    await one.leases.renew(['a'], shared.newSender());
    await other.entries.refresh(['a']);
    expect(other.leases.isTaken('a')).toBe(true);
  }
  clock.at += 29_999;
  expect(other.leases.isTaken('a')).toBe(true);
  clock.at += 1;
  expect(other.leases.isTaken('a')).toBe(false);
});

test('whoever was taken over cannot finish, and finds out when it renews', async () => {
  const shared = createMemoryLedger();
  const [one, other] = [daemon('one', shared), daemon('other', shared)];
  await one.take('a');
  await other.entries.refresh(['a']);
  expect(await other.take('a')).toEqual(new Set(['a']));
  expect(await one.finish('a')).toBe('overtaken');
  await one.leases.renew(['a'], shared.newSender());
  expect(await other.finish('a')).toBe('accepted');
});

test('the lease of a dead process is free at once; but who took one from us is not dead', async () => {
  const shared = createMemoryLedger();
  const [one, other] = [daemon('one', shared), daemon('other', shared, ['one'])];
  await one.take('a');
  await other.entries.refresh(['a']);
  expect(other.leases.isTaken('a')).toBe(false);
  other.leases.lost('a');
  expect(other.leases.isTaken('a')).toBe(true);
  clock.at += 30_000;
  expect(other.leases.isTaken('a')).toBe(false);
});

test('a damaged entry is overwritten, and one that was deleted is made anew', async () => {
  const shared = createMemoryLedger();
  const one = daemon('one', shared);
  shared.damage('/results', 'a');
  expect(await one.take('a')).toEqual(new Set());
  await one.entries.refresh(['a']);
  expect([one.ledger.known('a'), await one.take('a')]).toEqual([undefined, new Set(['a'])]);
  expect(shared.entry('/results', 'a')).toMatchObject({ status: 'reading', version: 5 });
  await shared
    .newSender()
    .add({ type: 'delete', index: 'files', id: one.leases.write(ledgerEntry({ path: 'a' })).id });
  await one.entries.refresh(['a']);
  expect(await one.take('a')).toEqual(new Set(['a']));
});
