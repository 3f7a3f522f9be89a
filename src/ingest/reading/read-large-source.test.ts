import { gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { test, type Reading } from '../../../test/support/reading.ts';
import { fingerprint } from '../../adapters/digest.ts';
import type { SourceRun } from './read-source.ts';

/** What is long, large, or many. */

const run = { schema: 'runlens.run/1', metrics: { val: { accuracy: 0.9 } } };
const row = JSON.stringify({ id: 'last', split: 'val', metrics: { iou: 0.5 } });

async function messageOf(reading: Reading, content: object): Promise<string> {
  await reading.write('p/run.json', content);
  return (await reading.readRejected()).errors[0]?.message ?? '';
}

async function idsIn({ eachRow }: SourceRun): Promise<string[]> {
  const ids: string[] = [];
  const take = ({ id }: { id: string }) => void ids.push(id);
  expect(await eachRow({ plain: take, image: take, point: () => undefined })).toBe('read');
  return ids;
}

describe('of many problems', () => {
  test('in JSON text, the first are told and all are counted', async ({ reading }) => {
    const keys = Array.from({ length: 61 }, () => '"a": 1').join(', ');
    await reading.write('p/run.json', `{${keys}}`);
    const source = await reading.readRejected();
    expect([source.problem, source.errors.length, source.errorCount]).toEqual(['malformed', 50, 60]);
    await reading.write('p/run.json', `{${Array.from({ length: 5001 }, () => '"a": 1').join(', ')}}`);
    expect((await reading.readRejected()).errorCount).toBe(5000);
  });

  test('that are warnings, likewise', async ({ reading }) => {
    const integers = Array.from({ length: 3000 }, () => '9007199254740993').join(', ');
    await reading.write(
      'p/run.json',
      JSON.stringify({ ...run, hyperparameters: { a: [] } }).replace('[]', `[${integers}]`),
    );
    const source = await reading.readRun();
    expect([source.warnings.length, source.warningCount]).toEqual([50, 3000]);
  });

  test('each is a sentence, whatever it quotes', async ({ reading }) => {
    const long = 'x'.repeat(100_000);
    expect(await messageOf(reading, { schema: `runlens.${long}` })).toMatch(
      /^"runlens\.x{52}…" is not a schema/,
    );
    expect((await messageOf(reading, { schema: `runlens.run/${'9'.repeat(1000)}` })).length).toBeLessThan(
      200,
    );
    expect((await messageOf(reading, { ...run, images_file: long })).length).toBeLessThan(600);
    expect((await messageOf(reading, { ...run, images_file: `/${long}` })).length).toBeLessThan(600);
  });
});

test('a side file may be longer than what is read in one piece, and its text is never whole', async ({
  reading,
}) => {
  await reading.write('p/run.json', { ...run, images_file: 'a.ndjson.gz' });
  const blank = `${' '.repeat(1_000_000)}\n`;
  await reading.write('p/a.ndjson.gz', gzipSync(`${blank.repeat(70)}${row}`, { level: 1 }));
  expect(await idsIn(await reading.readRun())).toEqual(['last']);
  await reading.write('p/run.json.gz', gzipSync(`${JSON.stringify(run)}${blank.repeat(70)}`, { level: 1 }));
  expect(await reading.readRejected('p/run.json.gz')).toMatchObject({
    problem: 'malformed',
    errors: [{ message: expect.stringMatching('without its rows of images and series it is longer than') }],
  });
});

test('a row of many pieces is there whenever rows are read', async ({ reading }) => {
  const long = { id: 'long', split: 'val', metrics: {}, attributes: { note: 'n'.repeat(3_000_000) } };
  const last = { id: 'last', split: 'val', metrics: {} };
  await reading.write('p/run.json', { ...run, images: [{ ...last, id: 'first' }, long, last] });
  const source = await reading.readRun();
  expect(source.facts.counts.images).toBe(3);
  for (let pass = 0; pass < 2; pass += 1) expect(await idsIn(source)).toEqual(['first', 'long', 'last']);
});

test('a content has one revision, packed or not, however it comes in pieces', async ({ reading }) => {
  await reading.write('p/run.json', { ...run, images_file: 'a.gz', series_file: 'b' });
  await reading.write('p/a.gz', gzipSync(`${row}\n${' '.repeat(600_000)}`));
  await reading.write('p/b', '');
  const { revision } = await reading.readRun();
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
