import { expect, it } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import { failing } from '../../../test/support/memory-store/faults.ts';
import { createPlace, LIMITS, type Place } from '../../../test/support/memory-world.ts';
import { digest } from '../../adapters/digest.ts';
import { fileId } from '../../domain/documents/ids.ts';
import { createSender } from '../sending/sender.ts';
import { createEntries } from './entries.ts';
import { createLeases } from './leases.ts';
import { createLedgerView } from './ledger-view.ts';

function idOf(path: string) {
  return fileId(digest, '/results', path);
}

/** One daemon among several on one ledger. Of the others it knows which are dead. */
function daemon(place: Place, session: string, dead: readonly string[] = []) {
  const ledger = createLedgerView([]);
  const world = place.world(session, { dead });
  const tools = { ...world, ledger, folder: world.folder.root };
  const leases = createLeases(tools);
  function newSender() {
    return createSender(world, LIMITS);
  }
  return {
    ledger,
    refresh: createEntries(tools).refresh,
    ...leases,
    take: async (path: string) => {
      const granted = await leases.take([ledgerEntry({ path, version: 5 })], newSender());
      return granted.type === 'ok' ? granted.value : granted;
    },
    renew: (path: string) => leases.renew([path], newSender()),
    finish: async (path: string) => {
      const sender = newSender();
      const fate = { is: '' };
      const done = ledgerEntry({ path, version: 5 });
      await sender.add(leases.write(done), {
        accepted: (_index, token) => {
          ledger.set(done, token);
          fate.is = 'accepted';
        },
        overtaken: () => (fate.is = 'overtaken'),
        refused: () => (fate.is = 'refused'),
      });
      await sender.flush();
      return fate.is;
    },
  };
}

function two(dead: readonly string[] = []) {
  const place = createPlace();
  return { ...place, one: daemon(place, 'one'), other: daemon(place, 'other', dead) };
}

it('free → ours when we ask for it: of two daemons one gets it, and the other sees who', async () => {
  const { one, other } = two();
  expect(await one.take('a')).toEqual(new Set(['a']));
  expect(await other.take('a')).toEqual(new Set());
  await other.refresh(['a']);
  expect(other.ledger.known('a')).toMatchObject({ status: 'reading', lease: { session: 'one' } });
  expect([one.isTaken('a'), other.isTaken('a')]).toEqual([false, true]);
});

it('ours → free when the entry is written', async () => {
  const { one, other } = two();
  await one.take('a');
  expect(await one.finish('a')).toBe('accepted');
  await other.refresh(['a']);
  expect([other.isTaken('a'), await other.take('a')]).toEqual([false, new Set(['a'])]);
});

it('ours → ours as long as it is renewed, and free when it was not for half a minute', async () => {
  const { one, other, clock } = two();
  await one.take('a');
  for (let times = 0; times < 10; times += 1) {
    await clock.advance(20_000);
    await one.renew('a');
    await other.refresh(['a']);
    expect(other.isTaken('a')).toBe(true);
  }
  await clock.advance(29_999);
  expect(other.isTaken('a')).toBe(true);
  await clock.advance(1);
  expect(other.isTaken('a')).toBe(false);
});

it('ours → theirs when they take it over: we cannot finish, and a renewal finds it out', async () => {
  const { one, other, entry } = two();
  await one.take('a');
  await other.refresh(['a']);
  expect(await other.take('a')).toEqual(new Set(['a']));
  expect(await one.finish('a')).toBe('overtaken');
  expect(await one.renew('a')).toBeUndefined();
  expect(entry('a')).toMatchObject({ lease: { session: 'other' } });
  expect(await other.finish('a')).toBe('accepted');
});

it('ours → free at once when our process is dead; but a process that took one from us is not dead', async () => {
  const { one, other, clock } = two(['one']);
  await one.take('a');
  await other.refresh(['a']);
  expect(other.isTaken('a')).toBe(false);
  other.lost('a');
  expect(other.isTaken('a')).toBe(true);
  await clock.advance(30_000);
  expect(other.isTaken('a')).toBe(false);
});

it('a lease of our own is free for us: its answer may have been lost', async () => {
  const { one, memory, clock } = two();
  const lost = { type: 'timeout', reason: 'No answer in time.' } as const;
  memory.inject(failing('bulk', lost, { times: 1, isDone: true }));
  // What is sent again finds that it is there by now.
  expect(await clock.until(one.take('a'))).toEqual(new Set());
  await one.refresh(['a']);
  expect([one.isTaken('a'), await one.take('a')]).toEqual([false, new Set(['a'])]);
});

it('a damaged entry is overwritten once it is read again', async () => {
  const { one, memory, entry } = two();
  memory.put('files', idOf('a'), {});
  expect(await one.take('a')).toEqual(new Set());
  await one.refresh(['a']);
  expect([one.ledger.known('a'), await one.take('a')]).toEqual([undefined, new Set(['a'])]);
  expect(entry('a')).toMatchObject({ status: 'reading', version: 5 });
});

it('an entry that was deleted is created again once its absence has been read', async () => {
  const { one, memory, entry } = two();
  await one.take('a');
  memory.delete('files', idOf('a'));
  expect(await one.finish('a')).toBe('overtaken');
  await one.refresh(['a']);
  expect(await one.take('a')).toEqual(new Set(['a']));
  expect(entry('a')).toMatchObject({ status: 'reading' });
});
