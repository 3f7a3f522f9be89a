import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { test } from '../../../test/support/test.ts';
import { createReadPieces } from './pieces.ts';

const MEBIBYTE = 1024 * 1024;
const content = Buffer.from(Uint8Array.from({ length: 2 * MEBIBYTE + 7 }, (_, n) => (n * 31) >> 3));

let path: string;
test.beforeEach(async ({ folder }) => {
  path = join(folder, 'file');
  await writeFile(path, content);
});

/** A clock by which each reading at once takes so many milliseconds. */
function clockOf(milliseconds: number) {
  let now = 0;
  return { now: () => (now += milliseconds), asked: () => now / milliseconds };
}

async function readAll(milliseconds: number, size = content.length, most = Infinity) {
  const clock = clockOf(milliseconds);
  const handle = await open(path);
  const pieces: Buffer[] = [];
  try {
    for await (const piece of createReadPieces(clock.now)(handle, size)) {
      pieces.push(Buffer.from(piece));
      if (pieces.length === most) break;
    }
  } finally {
    await handle.close();
  }
  return { pieces, bytes: Buffer.concat(pieces), asked: clock.asked() };
}

describe.each([
  ['that answers at once', 1],
  ['that answers late', 100],
])('a file system %s', (_name, milliseconds) => {
  test('gives the whole of it, in order', async () => {
    const { bytes, pieces } = await readAll(milliseconds);
    expect(bytes.equals(content)).toBe(true);
    expect(pieces.length).toBe(9);
  });

  test.each([0, 1, MEBIBYTE])('no more than the %d bytes that it had', async (size) => {
    const { bytes } = await readAll(milliseconds, size);
    expect(bytes.equals(content.subarray(0, size))).toBe(true);
  });

  test('less where it was cut off meanwhile', async () => {
    const { bytes } = await readAll(milliseconds, 3 * MEBIBYTE);
    expect(bytes.equals(content)).toBe(true);
  });

  test('and no more than is asked for', async () => {
    const { bytes } = await readAll(milliseconds, content.length, 2);
    expect(bytes.equals(content.subarray(0, MEBIBYTE / 2))).toBe(true);
  });
});

test('after one that came late, nobody waits for the next', async () => {
  // Two looks at the clock for each piece that is read at once, and one between each two pieces.
  expect((await readAll(0.1)).asked).toBeCloseTo(1 + 9 * 2 + 8);
  // After each turn it is looked at again.
  expect((await readAll(100)).asked).toBeCloseTo(1 + 2 + 8 * 2);
});

test('others have their turn while a file is read and looked at', async () => {
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 1);
  const handle = await open(path);
  try {
    for await (const _piece of createReadPieces()(handle, content.length)) {
      const until = performance.now() + 12;
      while (performance.now() < until);
    }
  } finally {
    clearInterval(ticking);
    await handle.close();
  }
  expect(turns).toBeGreaterThan(4);
});
