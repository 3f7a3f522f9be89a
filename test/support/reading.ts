/** A watched folder of a test's own, and what its sources are read as. */

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { codec } from '../../src/adapters/codec.ts';
import { fingerprint } from '../../src/adapters/digest.ts';
import { openFolder } from '../../src/adapters/fs/folder.ts';
import type { Image, SeriesPoint } from '../../src/domain/model/run.ts';
import type { PlainImage } from '../../src/domain/rows/index.ts';
import type { Folder } from '../../src/ingest/ports/folder.ts';
import { readSource, type Source } from '../../src/ingest/reading/read-source.ts';
import { test as base } from './test.ts';
import { formatsWithTrial as formats } from './trial-format.ts';

export type Reading = Awaited<ReturnType<typeof openReading>>;

export const test = base.extend('reading', ({ folder }) => openReading(folder));

/** @param outside holds the watched folder, and what a test puts beside it */
async function openReading(outside: string) {
  const root = join(outside, 'watched');
  await mkdir(root);
  const opened = await openFolder(root, formats.memberOf);
  if (opened.type !== 'folder') throw new Error(opened.reason);
  const { folder } = opened;

  async function write(path: string, content: unknown): Promise<void> {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(file, isRaw ? content : JSON.stringify(content));
  }

  async function read(path = 'p/run.json', from: Folder = folder): Promise<Source> {
    const found = (await folder.find(path)) ?? { path, files: [] };
    return readSource(found, { folder: from, formats, codec, fingerprint });
  }

  async function readRun(path?: string): Promise<Source & { type: 'run' }> {
    const source = await read(path);
    if (source.type !== 'run') throw new Error('it is not a run', { cause: source });
    return source;
  }

  async function readRejected(path?: string): Promise<Source & { type: 'rejected' }> {
    const source = await read(path);
    if (source.type !== 'rejected') throw new Error('it was not rejected', { cause: source });
    return source;
  }

  /** All that a run says, its rows read once more. */
  async function readRows(path?: string) {
    const source = await readRun(path);
    const images: (Image | PlainImage)[] = [];
    const series: SeriesPoint[] = [];
    const take = {
      // It is the same object every time.
      plain: (image: PlainImage) => void images.push({ ...image }),
      image: (image: Image) => void images.push(image),
      point: (point: SeriesPoint) => void series.push(point),
    };
    expect(await source.eachRow(take)).toBe('read');
    return { ...source, images, series };
  }

  return { outside, root, folder, formats, write, read, readRun, readRejected, readRows };
}
