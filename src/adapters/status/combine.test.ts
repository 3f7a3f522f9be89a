import { expect, test } from 'vitest';
import { silentObserver, type Observer } from '../../ingest/ports/observer.ts';
import { combineObservers } from './combine.ts';

const NAMES = Object.keys(silentObserver) as (keyof Observer)[];

/** Notes who was told what. */
function noting(who: string, notes: unknown[]): Observer {
  const entries = NAMES.map((name) => [name, (...told: unknown[]) => notes.push([who, name, ...told])]);
  return Object.fromEntries(entries) as Observer;
}

test('each observer is told everything, in its order', () => {
  const notes: unknown[] = [];
  const both = combineObservers([noting('first', notes), noting('second', notes)]);
  const counts = { reading: 0, waiting: 1, indexed: 2, partial: 3, rejected: 4, gone: 5 };
  const told: { [Name in keyof Observer]: Parameters<Observer[Name]> } = {
    documents: ['scores', 7],
    bytesRead: [2048],
    searchable: [1.5],
    retried: [],
    paused: ['No connection.', 8],
    resumed: [],
    scanned: [{ seconds: 0.5, at: 1_800_000_000 }],
    folderUnreadable: ['No permission.'],
    files: [counts],
    watcher: [false],
    started: [],
  };
  for (const name of NAMES) (both[name] as (...all: unknown[]) => void)(...told[name]);
  expect(notes).toEqual(
    NAMES.flatMap((name) => [
      ['first', name, ...told[name]],
      ['second', name, ...told[name]],
    ]),
  );
});
