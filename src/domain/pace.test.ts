import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('a push-back halves what may be under way, down to one request', () => {
  const pace = createPace(8);
  const allowed = Array.from({ length: 5 }, () => {
    pace.pushedBack();
    return pace.allowed();
  });
  expect(allowed).toEqual([4, 2, 1, 1, 1]);
});

test('one more is allowed after as many successes as are allowed, up to the most', () => {
  const pace = createPace(3);
  pace.pushedBack();
  const allowed = Array.from({ length: 6 }, () => {
    pace.went();
    return pace.allowed();
  });
  expect(allowed).toEqual([2, 2, 3, 3, 3, 3]);
});

test('a push-back in between makes the counting begin anew', () => {
  const pace = createPace(4);
  pace.pushedBack();
  pace.went();
  pace.pushedBack();
  pace.went();
  expect(pace.allowed()).toBe(2);
});
