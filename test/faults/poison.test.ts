/** Rows and names that spoil what they come with, in systems that are less careful. */

import { describe, expect, test, vi } from 'vitest';
import { readAll, request } from '../support/dump.ts';
import { expectRun } from '../support/expect-run.ts';
import { stop } from '../support/fault-scenario.ts';
import { prepareFolder } from '../support/watched-folder.ts';
import { A_WHILE, LONG_ENOUGH } from '../support/patience.ts';

const ROWS = 100_000;
const BAD_LINE = 77_777;

const row = (n: number) => `{"id":"${n}","split":"validation","metrics":{"iou":${n / ROWS}}}`;
const run = (extra: object) =>
  JSON.stringify({ schema: 'runlens.run/1', metrics: { validation: { accuracy: 0.5 } }, ...extra });

describe.concurrent('poison', { timeout: 900_000 }, () => {
  test('24. one bad row of 100,000 is named with its line, and mending it is enough', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, becomes, workspace } = scenario;
    const { url, prefix } = workspace;
    const daemon = await scenario.watch();
    const rows = Array.from({ length: ROWS }, (_, n) => row(n));
    await put(
      'p/rows.ndjson',
      rows.with(BAD_LINE - 1, '{"id":"bad","split":"validation","metrics":{"iou":"0.5"}}').join('\n'),
    );
    await put('p/run.json', run({ images_file: 'rows.ndjson' }));
    await manifest.drop('neighbour', 1);
    expect(await becomes('p/run.json', /rejected|partial|indexed/)).toMatchObject({
      status: expect.stringMatching(/rejected|partial/),
      error_count: 1,
      errors: [{ file: 'p/rows.ndjson', line: BAD_LINE, message: expect.stringMatching(/number/) }],
    });
    await becomes('p/neighbour.json', /indexed/);
    await put('p/rows.ndjson', rows.join('\n'));
    await becomes('p/run.json', /indexed/);
    const count = () => request(url, `${prefix}-images/_count?q=run.id:"p/run"`);
    await vi.waitFor(async () => expect(await count()).toMatchObject({ count: ROWS }), A_WHILE);
    await stop(daemon);
  });

  test('24. 100,000 bad rows are counted, and some of them named', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, becomes } = scenario;
    const daemon = await scenario.watch();
    await put('p/rows.ndjson', '{"id":"bad"}\n'.repeat(ROWS));
    await put('p/run.json', run({ images_file: 'rows.ndjson' }));
    await manifest.drop('neighbour', 1);
    const { errors = [], error_count: count } = await becomes('p/run.json', /rejected|partial|indexed/);
    expect(count).toBeGreaterThanOrEqual(ROWS);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThan(1000);
    expect(daemon.stderr().length).toBeLessThan(100_000);
    manifest.name('p/run.json', /required/);
    await scenario.settled();
    await stop(daemon);
  });

  test('24. whole numbers, then fractions; text, then numbers; words of 33 kB; 5,000 names: all of it is in', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, workspace } = scenario;
    const { url, prefix } = workspace;
    const daemon = await scenario.watch();
    const long = 'ü'.repeat(33_000);
    const names = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`name-${n}`, n]));
    const extras: Record<string, object> = {
      'a-long': { hyperparameters: { state: 1, x: 1, y: 'text', z: true, deep: { er: 1 } } },
      'b-double': { hyperparameters: { state: 1, x: 1.5, y: 1, z: 'false', deep: 'flat' } },
      'c-date': { hyperparameters: { state: 1, x: '2026-01-01', y: { in: 1 }, z: [1, 'a'], deep: null } },
      'd-words': { hyperparameters: { state: 1, long }, environment: { long } },
      'e-names': { hyperparameters: { state: 1, ...names } },
      'f-names': { hyperparameters: { state: 1 }, environment: names },
      'g-odd': { hyperparameters: { state: 1, '': 1, '.': 2, 'a.': 3, '.a': 4, 'a..b': 5, ' ': 6, _id: 7 } },
      'h-born': { hyperparameters: { state: 1, constructor: { prototype: { a: 1 } }, toString: 1 } },
    };
    for (const [id, extra] of Object.entries(extras)) await manifest.drop(id, 1, { extra });
    await manifest.drop('i-images', 1, {
      images: 10,
      row: (n) => ({
        attributes: { long, x: n % 2 === 0 ? 1 : 'word', [`only-${n}`]: n / 3 },
        label: long,
        input: `https://localhost/${long}`,
      }),
    });
    const metrics = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`metric-${n}`, n]));
    await manifest.drop('j-metrics', 1, { extra: { images: [] }, images: 0 });
    await scenario.put(
      'other/many.json',
      run({ project: 'other', metrics: { validation: metrics }, primary_metric: 'metric-1' }),
    );
    await scenario.becomes('other/many.json', /indexed/);
    expectRun(manifest, 'k-after', 1);
    await manifest.drop('k-after', 1);
    const problems = async () =>
      (await manifest.problems(url, prefix)).filter((problem) => !problem.includes('other'));
    await vi.waitFor(async () => expect(await problems()).toEqual([]), LONG_ENOUGH);
    const found = await readAll(url, `${prefix}-experiments`, 'experiments');
    const kept = found
      .filter(({ source }) => (source['run'] as { id: string }).id === 'e-names')
      .map(({ source }) => Object.keys((source['hyperparameters'] as { all: object }).all).length);
    expect(kept).toEqual([5001]);
    await stop(daemon);
  });

  test('24. a name of 33 kB is in, or named, and nothing beside it is touched', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, becomes } = scenario;
    const daemon = await scenario.watch();
    const long = 'ü'.repeat(33_000);
    await put('other/name.json', run({ environment: { [long]: 1 } }));
    await put('other/split.json', run({ metrics: { [long]: { accuracy: 0.5 } } }));
    await manifest.drop('neighbour', 1);
    await becomes('p/neighbour.json', /indexed/);
    for (const path of ['other/name.json', 'other/split.json']) {
      const { status, errors = [] } = await becomes(path, /indexed|partial|rejected/);
      expect(status === 'indexed' || errors.length > 0, path).toBe(true);
      // What is said is short, whatever it speaks of.
      expect(JSON.stringify(errors).length).toBeLessThan(5000);
    }
    await stop(daemon);
  });

  test('24. __proto__, wherever it stands, is named, and changes nobody', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, settled } = scenario;
    const daemon = await scenario.watch();
    const text = run({ environment: { here: 1 } });
    const poison = '"__proto__":{"polluted":true,"status":"failed"}';
    const places: Record<string, string> = {
      top: text.replace('{', `{${poison},`),
      inside: text.replace('"here"', `${poison},"here"`),
      metrics: text.replace('"accuracy"', `"__proto__":1,"accuracy"`),
      escaped: text.replace('"here"', '"\\u005f_proto__":{"polluted":true},"here"'),
    };
    for (const [name, content] of Object.entries(places)) {
      await put(`p/${name}.json`, content);
      manifest.name(`p/${name}.json`, /__proto__/);
    }
    await put('p/rows.json', run({ images_file: 'rows.ndjson' }));
    await put(
      'p/rows.ndjson',
      `{"id":"a","split":"validation","metrics":{"iou":1},"attributes":{${poison}}}\n`,
    );
    manifest.name('p/rows.json', /__proto__/);
    await manifest.drop('after', 1);
    await settled();
    await stop(daemon);
  });
});
