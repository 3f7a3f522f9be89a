import { expect, test } from 'vitest';
import { createRoom } from './room.ts';

const MEGABYTE = 1_000_000;

test('memory that was given back is given out again', () => {
  const room = createRoom();
  const [one, other] = [room.take(), room.take()];
  expect(one).not.toBe(other);
  room.giveBack(one);
  expect(room.take()).toBe(one);
});

test('what a body had grown to is room for the next at once', () => {
  const room = createRoom();
  const larger = new Uint8Array(3 * MEGABYTE);
  room.giveBack(larger);
  expect(room.take()).toBe(larger);
  expect(room.take().length).toBe(3 * MEGABYTE);
});

test('where it is not to be used again, it is not', () => {
  const room = createRoom(false);
  const larger = new Uint8Array(3 * MEGABYTE);
  room.giveBack(larger);
  const next = room.take();
  expect(next).not.toBe(larger);
  expect(next.length).toBe(3 * MEGABYTE);
});

test('only so much lies idle', () => {
  const room = createRoom();
  const given = Array.from({ length: 10 }, () => new Uint8Array(5 * MEGABYTE));
  for (const bytes of given) room.giveBack(bytes);
  const again = given.map(() => room.take());
  expect(again.filter((bytes) => given.some((one) => one === bytes))).toHaveLength(6);
});
