import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { test } from '../../../test/support/test.ts';
import { stream } from './read.ts';

const MEBIBYTE = 1024 * 1024;

let root: string;
test.beforeEach(({ folder }) => {
  root = folder;
});

async function streamed(path: string) {
  const pieces: Uint8Array[] = [];
  const outcome = await stream(root, path, (piece) => pieces.push(piece.slice()) > 0);
  return { outcome, text: Buffer.concat(pieces).toString(), pieces: pieces.length };
}

const text = 'größe '.repeat(100_000);

describe('a content', () => {
  test.each<[string, Uint8Array]>([
    ['plain', Buffer.from(text)],
    ['packed.gz', gzipSync(text)],
    ['packed-twice.GZ', Buffer.concat([gzipSync(text.slice(0, 7)), gzipSync(text.slice(7))])],
  ])('%s comes in pieces', async (path, content) => {
    await writeFile(join(root, path), content);
    const inPieces = await streamed(path);
    expect([inPieces.outcome.type, inPieces.text === text]).toEqual(['read', true]);
    expect(inPieces.pieces).toBeGreaterThan(1);
  });

  test('may be empty', async () => {
    await writeFile(join(root, 'empty'), '');
    expect(await streamed('empty')).toMatchObject({ outcome: { type: 'read' }, text: '' });
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['the beginning', gzipSync(text).subarray(0, 100)],
    ['all but the last byte', gzipSync(text).subarray(0, -1)],
  ])('of a .gz that is %s is truncated', async (_name, content) => {
    await writeFile(join(root, 'a.gz'), content);
    expect((await streamed('a.gz')).outcome).toMatchObject({
      type: 'truncated',
      reason: expect.stringContaining('too early'),
    });
  });

  test('of a .gz that is no gzip cannot be unpacked', async () => {
    await writeFile(join(root, 'a.gz'), 'not packed at all');
    expect((await streamed('a.gz')).outcome).toMatchObject({
      type: 'unreadable',
      reason: expect.stringContaining('cannot be unpacked'),
    });
  });

  test.each(['plain', 'packed.gz'])('of %s is read no further than asked for', async (path) => {
    await writeFile(join(root, path), path.endsWith('.gz') ? gzipSync(text) : text);
    let taken = 0;
    const outcome = await stream(root, path, () => {
      taken += 1;
      return false;
    });
    expect([outcome.type, taken]).toEqual(['read', 1]);
  });
});

describe('what changes while it is read', () => {
  test.each(['plain', 'packed.gz'])('%s grows', async (path) => {
    await writeFile(join(root, path), path.endsWith('.gz') ? gzipSync(text) : text);
    const growing = await stream(root, path, () => {
      appendFileSync(join(root, path), 'x');
      return true;
    });
    expect(growing).toEqual({ type: 'changing' });
  });
});

describe('a limit', () => {
  test('on any file, before any of it is read', async () => {
    await writeFile(join(root, 'rows.ndjson'), '');
    await truncate(join(root, 'rows.ndjson'), 8 * 1024 * MEBIBYTE + 1);
    expect((await streamed('rows.ndjson')).outcome).toMatchObject({
      type: 'unreadable',
      reason: expect.stringContaining('more than the 8 GiB'),
    });
  });
});

describe('never opened', () => {
  test.each([
    ['fifo', 'unreadable', /not a regular file/],
    ['link', 'unreadable', /symbolic link/],
    ['through/outside', 'unreadable', /outside/],
    ['folder', 'unreadable', /not a regular file/],
    ['none', 'missing', /^$/],
    ['a\0b', 'unreadable', /the system says/],
  ])('%j', async (path, type, reason) => {
    await writeFile(join(root, 'plain'), text);
    await mkdir(join(root, 'folder'));
    await symlink('plain', join(root, 'link'));
    await symlink(tmpdir(), join(root, 'through'));
    await promisify(execFile)('mkfifo', [join(root, 'fifo')]);
    const { outcome, pieces } = await streamed(path);
    expect([outcome.type, pieces]).toEqual([type, 0]);
    expect('reason' in outcome ? outcome.reason : '').toMatch(reason);
  });
});

test('a bug of whoever takes the pieces is not taken for a file that cannot be read', async () => {
  await writeFile(join(root, 'plain'), text);
  const reading = stream(root, 'plain', () => {
    throw new TypeError('a bug');
  });
  await expect(reading).rejects.toThrow('a bug');
});
