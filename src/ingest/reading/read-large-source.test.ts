import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprint } from '../../adapters/digest.ts';
import { openFolder } from '../../adapters/fs/folder.ts';
import { codec } from '../../adapters/codec.ts';
import { readSource } from './read-source.ts';

/** What is long, large, or many. */

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'read-large-'));
  await mkdir(join(root, 'p'));
});
afterEach(() => rm(root, { recursive: true }));

const run = { schema: 'runlens.run/1', metrics: { val: { accuracy: 0.9 } } };
const row = JSON.stringify({ id: 'last', split: 'val', metrics: { iou: 0.5 } });

function write(path: string, content: object | string) {
  return writeFile(
    join(root, path),
    typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
  );
}

async function read(path: string) {
  const opened = await openFolder(root);
  if (opened.type !== 'folder') throw new Error(opened.reason);
  return readSource({ path, files: [] }, { folder: opened.folder, codec, fingerprint });
}

async function readRun(path = 'p/run.json') {
  const source = await read(path);
  if (source.type !== 'run') throw new Error('it is not a run', { cause: source });
  return source;
}

async function readRejected(path = 'p/run.json') {
  const source = await read(path);
  if (source.type !== 'rejected') throw new Error('it was not rejected', { cause: source });
  return source;
}

async function messageOf(content: object): Promise<string> {
  await write('p/run.json', content);
  return (await readRejected()).errors[0]?.message ?? '';
}

describe('of many problems', () => {
  test('in JSON text, the first are told and all are counted', async () => {
    const keys = Array.from({ length: 61 }, () => '"a": 1').join(', ');
    await write('p/run.json', `{${keys}}`);
    const source = await readRejected();
    expect([source.problem, source.errors.length, source.errorCount]).toEqual(['malformed', 50, 60]);
    await write('p/run.json', `{${Array.from({ length: 5001 }, () => '"a": 1').join(', ')}}`);
    expect((await readRejected()).errorCount).toBe(5000);
  });

  test('that are warnings, likewise', async () => {
    const integers = Array.from({ length: 3000 }, () => '9007199254740993').join(', ');
    await write(
      'p/run.json',
      JSON.stringify({ ...run, hyperparameters: { a: [] } }).replace('[]', `[${integers}]`),
    );
    const source = await readRun();
    expect([source.warnings.length, source.warningCount]).toEqual([50, 3000]);
  });

  test('each is a sentence, whatever it quotes', async () => {
    const long = 'x'.repeat(100_000);
    expect(await messageOf({ schema: `runlens.${long}` })).toMatch(/^"runlens\.x{52}…" is not a schema/);
    expect((await messageOf({ schema: `runlens.run/${'9'.repeat(1000)}` })).length).toBeLessThan(200);
    expect((await messageOf({ ...run, images_file: long })).length).toBeLessThan(600);
    expect((await messageOf({ ...run, images_file: `/${long}` })).length).toBeLessThan(600);
  });
});

test('a side file may be longer than what is read in one piece, and its text is never whole', async () => {
  await write('p/run.json', { ...run, images_file: 'a.ndjson.gz' });
  const blank = `${' '.repeat(1_000_000)}\n`;
  await write('p/a.ndjson.gz', gzipSync(`${blank.repeat(70)}${row}`, { level: 1 }));
  const ids: string[] = [];
  const take = { image: ({ id }: { id: string }) => void ids.push(id), point: () => undefined };
  expect(await (await readRun()).eachRow(take)).toBe('read');
  expect(ids).toEqual(['last']);
  await write('p/run.json.gz', gzipSync(`${JSON.stringify(run)}${blank.repeat(70)}`, { level: 1 }));
  expect(await readRejected('p/run.json.gz')).toMatchObject({
    problem: 'malformed',
    errors: [{ message: expect.stringMatching('without its rows of images and series it is longer than') }],
  });
});

test('a row of many pieces is there whenever rows are read', async () => {
  const long = { id: 'long', split: 'val', metrics: {}, attributes: { note: 'n'.repeat(3_000_000) } };
  const last = { id: 'last', split: 'val', metrics: {} };
  await write('p/run.json', { ...run, images: [{ ...last, id: 'first' }, long, last] });
  const source = await readRun();
  expect(source.facts.counts.images).toBe(3);
  for (let pass = 0; pass < 2; pass += 1) {
    const ids: string[] = [];
    const take = { image: ({ id }: { id: string }) => void ids.push(id), point: () => undefined };
    expect(await source.eachRow(take)).toBe('read');
    expect(ids).toEqual(['first', 'long', 'last']);
  }
});

test('a content has one revision, packed or not, however it comes in pieces', async () => {
  await write('p/run.json', { ...run, images_file: 'a.gz', series_file: 'b' });
  await write('p/a.gz', gzipSync(`${row}\n${' '.repeat(600_000)}`));
  await write('p/b', '');
  const { revision } = await readRun();
  const whole = fingerprint();
  for (const content of [
    JSON.stringify({ ...run, images_file: 'a.gz', series_file: 'b' }),
    `${row}\n${' '.repeat(600_000)}`,
    '',
  ]) {
    whole.add(Buffer.from(content));
    whole.endContent();
  }
  expect(revision).toBe(whole.value());
});
