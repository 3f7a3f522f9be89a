import { expect, test } from 'vitest';
import { createBufferPool } from './buffer-pool.ts';

const MEGABYTE = 1_000_000;

test('a released buffer is given out again', () => {
  const pool = createBufferPool();
  const [one, other] = [pool.take(), pool.take()];
  expect(one).not.toBe(other);
  pool.release(one);
  expect(pool.take()).toBe(one);
});

test('a new buffer has the size of the last released one', () => {
  const pool = createBufferPool();
  const larger = new Uint8Array(3 * MEGABYTE);
  pool.release(larger);
  expect(pool.take()).toBe(larger);
  expect(pool.take().length).toBe(3 * MEGABYTE);
});

test('without reuse, a released buffer is not given out again', () => {
  const pool = createBufferPool(false);
  const larger = new Uint8Array(3 * MEGABYTE);
  pool.release(larger);
  const next = pool.take();
  expect(next).not.toBe(larger);
  expect(next.length).toBe(3 * MEGABYTE);
});

test('idle buffers have at most 32 MB in all', () => {
  const pool = createBufferPool();
  const given = Array.from({ length: 10 }, () => new Uint8Array(5 * MEGABYTE));
  for (const bytes of given) pool.release(bytes);
  const again = given.map(() => pool.take());
  expect(again.filter((bytes) => given.some((one) => one === bytes))).toHaveLength(6);
});
