import { expect, test } from 'vitest';
import { createSummary } from './summary.ts';
import { emptyTally, type Tally } from '../round/tally.ts';

function world() {
  const clock = { at: 0, elapsed: () => clock.at };
  const logged: [string, Record<string, unknown>][] = [];
  const note = (fields: object, message: string) => logged.push([message, { ...fields }]);
  const log = { debug: note, info: note, warn: note, error: note };
  return { clock, logged, summary: createSummary(clock, log) };
}

function indexed(count: number): Tally {
  return { ...emptyTally(), recorded: count, indexed: count };
}

function rejected(count: number): Tally {
  return {
    ...emptyTally(),
    recorded: count,
    rejected: count,
    errors: Array.from({ length: count }, (_, n) => ({ path: `bad-${n}`, errors: [], more: 0 })),
  };
}

test('the first work after a silence is told at once, more within a minute together', () => {
  const { clock, logged, summary } = world();
  summary.add(indexed(2));
  summary.tell();
  for (clock.at = 1000; clock.at < 60_000; clock.at += 1000) {
    summary.add(indexed(1));
    summary.tell();
  }
  expect(logged).toMatchObject([['Ingested', { indexed: 2 }]]);
  clock.at = 60_000;
  summary.tell();
  expect(logged.at(1)).toMatchObject(['Ingested', { indexed: 59 }]);
});

test('where nothing happens, nothing is told', () => {
  const { clock, logged, summary } = world();
  summary.add(emptyTally());
  for (clock.at = 0; clock.at < 600_000; clock.at += 60_000) summary.tell();
  summary.end();
  expect(logged).toEqual([]);
});

test('the end tells what has gathered', () => {
  const { logged, summary } = world();
  summary.add(indexed(1));
  summary.tell();
  summary.add(indexed(3));
  summary.end();
  expect(logged.map(([, { indexed: files }]) => files)).toEqual([1, 3]);
});

test('files with errors are named, but not thousands of them', () => {
  const { logged, summary } = world();
  summary.add(rejected(1000));
  summary.tell();
  const named = logged.filter(([message]) => message === 'File not fully indexed');
  expect(named).toHaveLength(20);
  expect(logged).toContainEqual(['More files were not fully indexed', { files: 980 }]);
});
