import { expect, test } from 'vitest';
import { createKnownRuns } from './known-runs.ts';
import type { ProjectRuns } from './project-runs.ts';

function runs(count: number): ProjectRuns {
  return new Map(
    Array.from({ length: count }, (_, n) => [
      `r${n}`,
      { id: `r${n}`, version: 1, token: { sequence: n, term: 1 }, source: {} },
    ]),
  );
}

test('what was judged last is known; of what is too much, the longest ago is forgotten first', () => {
  const known = createKnownRuns(10);
  known.keep('a', runs(4));
  known.keep('b', runs(5));
  known.keep('a', runs(5));
  expect([known.of('a')?.size, known.of('b')?.size]).toEqual([5, 5]);
  known.keep('c', runs(1));
  expect([known.of('a')?.size, known.of('b')?.size, known.of('c')?.size]).toEqual([5, undefined, 1]);
  known.forget('a');
  expect([known.of('a')?.size, known.of('c')?.size]).toEqual([undefined, 1]);
});

test('a project of more runs than are kept is not known, and drives no other out', () => {
  const known = createKnownRuns(10);
  known.keep('a', runs(4));
  known.keep('b', runs(11));
  expect([known.of('a')?.size, known.of('b')?.size]).toEqual([4, undefined]);
  known.keep('a', runs(11));
  expect(known.of('a')).toBeUndefined();
});

test('a project of few runs that have very much to say is not known either', () => {
  const known = createKnownRuns(10, 100);
  const long = new Map([...runs(3)].map(([key, hit]) => [key, { ...hit, source: { a: 'x'.repeat(40) } }]));
  known.keep('a', runs(3));
  known.keep('b', long);
  expect([known.of('a')?.size, known.of('b')]).toEqual([3, undefined]);
});
