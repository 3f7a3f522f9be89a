/** Files that are made to exhaust whoever reads them: refused with a reason, in bounded memory, and nobody else waits. */

import { open, readFile } from 'node:fs/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { stop } from '../support/fault-scenario.ts';
import { prepareFolder, type Entry, type WatchedFolder } from '../support/watched-folder.ts';
import { A_WHILE, LONG_ENOUGH } from '../support/patience.ts';

const MEBIBYTE = 1024 * 1024;
const MOST_MEMORY = 1024 * MEBIBYTE;

/** What the process had in memory at most, in bytes. */
async function peakMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

const HEAD =
  '{"schema":"runlens.run/1","run":{"ended_at":"2026-01-01T00:00:00Z"},"metrics":{"validation":{"accuracy":0.5}}';
const withRows = (file: string) => `${HEAD},"images_file":"${file}"}`;

const PIECE = Buffer.alloc(MEBIBYTE, ' ');

/** A beginning, and blanks after it, packed. */
async function pack(path: string, begin: string, mebibytes: number): Promise<void> {
  const pieces = function* () {
    yield Buffer.from(begin);
    for (let n = 0; n < mebibytes; n += 1) yield PIECE;
  };
  await pipeline(Readable.from(pieces()), createGzip({ level: 1 }), createWriteStream(path));
}

async function reserve(path: string, begin: string, mebibytes: number): Promise<void> {
  const file = await open(path, 'w');
  await file.write(begin);
  await file.truncate(mebibytes * MEBIBYTE);
  await file.close();
}

const keys = (count: number) => Array.from({ length: count }, (_, n) => `"k${n}":${n}`).join(',');

/** By path, what is to be said of it, as soon as it is read. */
const REFUSED: Record<string, RegExp> = {
  'deep-lists.json': /deep|nested/,
  'deep-objects.json': /deep|nested/,
  'deep-inside.json': /deep|nested/,
  'deep-rows.json': /deep|nested/,
  'long-number.json': /digits|too large/,
  'packed-blanks.json.gz': /MiB|too large/,
  'packed-twice.json.gz': /./,
  'huge.json': /MiB|too large/,
  'huge-rows.json': /zero|too large|MiB|long/,
  'packed-rows.json': /long|too large|MiB/,
};

/** These are JSON as it should be. They may be taken in, or refused with a reason. */
const LARGE = ['many-keys.json', 'many-metrics.json', 'long-string.json', 'long-key.json'];

async function plantRefused({ put, place }: WatchedFolder): Promise<void> {
  const depth = 1_000_000;
  await put('p/deep-lists.json', '['.repeat(depth) + ']'.repeat(depth));
  await put('p/deep-objects.json', '{"a":'.repeat(depth));
  await put('p/deep-inside.json', `${HEAD},"environment":{"x":${'['.repeat(depth)}${']'.repeat(depth)}}}`);
  await put('p/deep.ndjson', `${'['.repeat(depth)}\n${'{"a":'.repeat(depth)}\n`);
  await put('p/deep-rows.json', withRows('deep.ndjson'));
  await put('p/long-number.json', `${HEAD},"hyperparameters":{"x":${'9'.repeat(5 * MEBIBYTE)}}}`);
  await pack(await place('p/packed-blanks.json.gz'), HEAD, 1000);
  await put('p/packed-twice.json.gz', gzipSync(gzipSync(Buffer.alloc(100 * MEBIBYTE))));
  await reserve(await place('p/huge.json'), HEAD, 600);
  await reserve(await place('p/huge.ndjson'), '{"id":"', 600);
  await put('p/huge-rows.json', withRows('huge.ndjson'));
  await pack(await place('p/rows.ndjson.gz'), '{"id":"', 600);
  await put('p/packed-rows.json', withRows('rows.ndjson.gz'));
}

async function plantLarge({ put }: WatchedFolder): Promise<void> {
  await put('p/many-keys.json', `${HEAD},"environment":{${keys(1_000_000)}}}`);
  await put('p/many-metrics.json', `${HEAD.slice(0, -2)},${keys(20_000)}}}}`);
  await put('p/long-string.json', `${HEAD},"environment":{"x":"${'x'.repeat(50 * MEBIBYTE)}"}}`);
  await put('p/long-key.json', `${HEAD},"hyperparameters":{"${'k'.repeat(20 * MEBIBYTE)}":1}}`);
}

/** What is told of a bomb that should not be, in sentences. */
function wrongWith({ path, status, errors = [] }: Entry): string[] {
  const reason = REFUSED[path.slice(2)];
  const said = errors[0]?.message ?? '';
  const found: string[] = [];
  if (status === 'indexed' && reason !== undefined) found.push(`${path} is indexed.`);
  if (status !== 'indexed' && !(reason ?? /\w/).test(said)) found.push(`${path} says "${said}".`);
  // What is said is short, whatever it speaks of.
  if (JSON.stringify(errors).length > 20_000) found.push(`${path} says too much.`);
  return found;
}

describe('bombs', { timeout: 900_000 }, () => {
  test.for([
    ['depth, numbers, gzip and sheer size', plantRefused, Object.keys(REFUSED)],
    ['a million keys, and strings of many megabytes', plantLarge, LARGE],
  ] as const)('23. %s: under 1 GiB of memory, and nobody else waits', async ([, plant, names], context) => {
    const scenario = await prepareFolder(context, { incomplete_seconds: 2 });
    const { manifest, entries, runs } = scenario;
    // By their paths, these come before them in a round, and those after.
    for (let n = 0; n < 5; n += 1) await manifest.drop(`a-${n}`, 1, { path: `a/${n}.json`, project: 'a' });
    await plant(scenario);
    const daemon = await scenario.watch();
    for (let n = 0; n < 5; n += 1) await manifest.drop(`z-${n}`, 1, { path: `z/${n}.json`, project: 'z' });
    const others = async () => (await runs()).filter((id) => !id.startsWith('p/'));
    await vi.waitFor(async () => expect(await others()).toHaveLength(10), A_WHILE);
    const undecided = async () => {
      const statuses = new Map([...(await entries())].map(([path, { status }]) => [path, status]));
      return names
        .map((name) => `${name}: ${statuses.get(`p/${name}`) ?? 'unknown'}`)
        .filter((each) => /reading|waiting|unknown/.test(each));
    };
    await vi.waitFor(async () => expect(await undecided()).toEqual([]), LONG_ENOUGH);
    const peak = await peakMemory(daemon.pid);
    const bombs = [...(await entries()).values()].filter(({ path }) => path.startsWith('p/'));
    expect(bombs.flatMap(wrongWith)).toEqual([]);
    expect(daemon.stderr().length).toBeLessThan(200_000);
    expect(peak / MEBIBYTE).toBeLessThan(MOST_MEMORY / MEBIBYTE);
    await stop(daemon);
  });
});
