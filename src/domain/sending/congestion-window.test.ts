import { expect, test } from 'vitest';
import { createCongestionWindow } from './congestion-window.ts';

/** How large the window is after each of these events: `+` a success, `-` a push-back. */
function sizes(limit: number, events: string): number[] {
  const window = createCongestionWindow(limit);
  return Array.from(events, (event) => {
    if (event === '+') window.succeeded();
    else window.pushedBack();
    return window.size();
  });
}

test('begins at the limit and stays there while all goes well', () => {
  expect(createCongestionWindow(4).size()).toBe(4);
  expect(sizes(4, '++++++++')).toEqual([4, 4, 4, 4, 4, 4, 4, 4]);
});

test('a push-back halves it, and each round of successes adds one, up to the limit', () => {
  expect(sizes(4, '-++++++++++')).toEqual([2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4]);
});

test('requests that were in flight together report one overload', () => {
  expect(sizes(8, '----')).toEqual([4, 4, 4, 4]);
  expect(sizes(8, '--------')).toEqual([4, 4, 4, 4, 4, 4, 4, 4]);
  expect(sizes(8, '---------')).toEqual([4, 4, 4, 4, 4, 4, 4, 4, 2]);
});

test('successes among them count as answers too', () => {
  expect(sizes(4, '-+++-').at(-1)).toBe(1);
});

test('a push-back starts the count of successes again', () => {
  expect(sizes(4, '-+-+').at(-1)).toBe(2);
});

test('never falls below one, and grows again from there', () => {
  const window = createCongestionWindow(16);
  for (let n = 0; n < 100; n += 1) window.pushedBack();
  expect(window.size()).toBe(1);
  for (let n = 0; n < 200; n += 1) window.succeeded();
  expect(window.size()).toBe(16);
});

test('of one request at a time, there is nothing to take away', () => {
  expect(sizes(1, '-+-++')).toEqual([1, 1, 1, 1, 1]);
});
