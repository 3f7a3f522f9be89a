/** Run files of any size, the same at every call, streamed out. */

import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** The place of the image rows: the run file, an NDJSON side file, or a compressed run file. */
export const forms = ['inline', 'side', 'gzip'] as const;
export type Form = (typeof forms)[number];

export type RunFileOptions = { id: string; project: string; rows: number; form: Form };

/** As many rows as are joined before they are written. */
const ROWS_AT_ONCE = 1000;

/**
 * Writes a run with `rows` image rows of about 330 bytes, half of them of the validation split and half of the test
 * split. Equal options give equal bytes (before compression).
 *
 * @returns the run file's path, and the bytes on the disk, with the side file's
 */
export async function writeRunFile(
  folder: string,
  options: RunFileOptions,
): Promise<{ path: string; bytes: number }> {
  const { id, rows, form } = options;
  await mkdir(folder, { recursive: true });
  const path = join(folder, form === 'gzip' ? `${id}.json.gz` : `${id}.json`);
  if (form === 'side') {
    // The side file first: it exists when the run names it.
    const side = `${id}.images.ndjson`;
    await pipeline(Readable.from(joined(rows, '\n', '\n')), createWriteStream(join(folder, side)));
    const head = JSON.stringify({ ...runHead(options), images_file: side });
    await pipeline(Readable.from([`${head}\n`]), createWriteStream(path));
    return { path, bytes: (await stat(path)).size + (await stat(join(folder, side))).size };
  }
  const chunks = Readable.from(inlineChunks(options));
  if (form === 'gzip') await pipeline(chunks, createGzip({ level: 1 }), createWriteStream(path));
  else await pipeline(chunks, createWriteStream(path));
  return { path, bytes: (await stat(path)).size };
}

function* inlineChunks(options: RunFileOptions): Generator<string> {
  yield `${JSON.stringify(runHead(options)).slice(0, -1)},"images":[\n`;
  yield* joined(options.rows, ',\n', '\n');
  yield ']}\n';
}

function* joined(rows: number, separator: string, end: string): Generator<string> {
  for (let first = 0; first < rows; first += ROWS_AT_ONCE) {
    const last = Math.min(first + ROWS_AT_ONCE, rows);
    const texts = Array.from({ length: last - first }, (_, n) => JSON.stringify(imageRow(first + n)));
    yield texts.join(separator) + (last < rows ? separator : end);
  }
}

function runHead({ id, project }: RunFileOptions): Record<string, unknown> {
  const [train, validation, test] = [0, 1, 2].map((salt) => sixDecimals(0.8 + fraction(salt, 99) / 5));
  return {
    schema: 'runlens.run/1',
    project,
    run: { id, started_at: '2025-01-01T10:00:00Z', ended_at: '2025-01-01T12:00:00Z', seed: 1 },
    hyperparameters: { learning_rate: 0.001, batch_size: 32, optimizer: 'adam' },
    metrics: { train: { accuracy: train }, validation: { accuracy: validation }, test: { accuracy: test } },
    primary_metric: 'accuracy',
    primary_image_metric: 'pixel_accuracy',
  };
}

const labels = ['crack', 'dent', 'scratch', 'stain', 'none'];
const sites = ['north', 'south', 'east', 'west'];

/** One image row of a run, as the result format has it; `id` is unique in its run. */
export function imageRow(n: number): Record<string, unknown> {
  const name = `image-${String(n).padStart(7, '0')}`;
  const split = n % 2 === 0 ? 'validation' : 'test';
  return {
    id: name,
    split,
    label: labels[Math.floor(fraction(n, 1) * labels.length)],
    prediction: labels[Math.floor(fraction(n, 2) * labels.length)],
    metrics: {
      pixel_accuracy: sixDecimals(fraction(n, 3)),
      dice: sixDecimals(fraction(n, 4)),
      loss: sixDecimals(fraction(n, 5) * 3),
    },
    attributes: {
      site: sites[Math.floor(fraction(n, 6) * sites.length)],
      exposure: Math.floor(fraction(n, 7) * 1000),
    },
    input: `inputs/${split}/${name}.png`,
    target: `targets/${split}/${name}.png`,
    output: `outputs/${split}/${name}.png`,
  };
}

function sixDecimals(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** A number in [0, 1) that depends on both numbers alone and looks like chance (an integer hash, murmur's last step). */
function fraction(n: number, salt: number): number {
  let hash = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
