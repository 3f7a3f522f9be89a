/** Files that are still being written: none is taken in before it is whole, and none is given up too early. */

import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { expectRun } from '../support/expect-run.ts';
import { stop } from '../support/fault-scenario.ts';
import type { Manifest } from '../support/manifest.ts';
import { prepareFolder } from '../support/watched-folder.ts';
import { A_WHILE } from '../support/patience.ts';

/** Something of everything that a byte can be in the middle of. */
const EXTRA = {
  code: { dirty: true },
  environment: { umlaut: 'größe', paper: '📜', escaped: 'tab\tand \u0001', number: 12.5e-3, nothing: null },
};

type Half = { path: string; head: Uint8Array; tail: Uint8Array };

/** Where the text is cut: after this many bytes from where the words begin. */
const CUTS: Record<string, [words: string, bytes: number]> = {
  'after the first byte': ['{', 1],
  'in a key': ['"hyperparameters"', 6],
  'before a colon': ['"hyperparameters"', 17],
  'after a colon': ['"hyperparameters":', 18],
  'in a string': ['runlens.run/1', 7],
  'in an escape': ['tab\\t', 4],
  'in a long escape': ['\\u0001', 4],
  'in a character of two bytes': ['ö', 1],
  'in a character of four bytes': ['📜', 2],
  'in a number': ['0.0125', 2],
  'in a number that could end there': ['0.0125', 5],
  'in true': ['"dirty":true', 11],
  'in null': ['"nothing":null', 12],
  'after a comma': ['"images":', 0],
  'in a list': ['"images":[', 10],
  'between two rows': [',{"id":"i1"', 1],
  'before the last byte': ['}]}', 0],
};

const nameOf = (what: string) => what.replaceAll(' ', '-');

function cutText(manifest: Manifest): Half[] {
  const halves = Object.entries(CUTS).map(([what, [words, bytes]]) => {
    const id = nameOf(what);
    const whole = Buffer.from(expectRun(manifest, id, 1, { extra: EXTRA }));
    // The key that is at the end stands last: an object that is closed early is no longer JSON.
    const found = what === 'before the last byte' ? whole.length - 1 : whole.indexOf(words);
    if (found === -1) throw new Error(`There is no ${words} in ${whole.toString()}`);
    return split(`p/${id}.json`, whole, found + (what === 'before the last byte' ? 0 : bytes));
  });
  return [...halves, split('p/empty.json', Buffer.from(expectRun(manifest, 'empty', 1)), 0)];
}

function cutOthers(manifest: Manifest): Half[] {
  const packed = (id: string) => gzipSync(expectRun(manifest, id, 1, { path: `p/${id}.json.gz` }));
  const wide = (id: string) =>
    Buffer.from(`\u{feff}${expectRun(manifest, id, 1, { extra: EXTRA })}`, 'utf16le');
  const one = wide('wide-half-a-unit');
  const two = wide('wide-half-a-pair');
  return [
    split('p/packed-nothing.json.gz', packed('packed-nothing'), 0),
    split('p/packed-header.json.gz', packed('packed-header'), 5),
    split('p/packed-content.json.gz', packed('packed-content'), 60),
    split('p/packed-checksum.json.gz', packed('packed-checksum'), -6),
    split('p/packed-last-byte.json.gz', packed('packed-last-byte'), -1),
    split('p/wide-half-a-unit.json', one, 101),
    split('p/wide-half-a-pair.json', two, two.indexOf(Buffer.from('📜', 'utf16le')) + 2),
  ];
}

function split(path: string, whole: Uint8Array, at: number): Half {
  return { path, head: whole.subarray(0, at), tail: whole.subarray(at < 0 ? whole.length + at : at) };
}

describe.concurrent('half-written files', { timeout: 720_000 }, () => {
  test.for([
    ['15. a writer that stalls in the middle of JSON, of whatever is there', cutText],
    ['15. a writer that stalls in the middle of gzip or UTF-16', cutOthers],
  ] as const)('%s', async ([, cut], context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, place, entries, settled } = scenario;
    const daemon = await scenario.watch();
    const halves = cut(manifest);
    for (const { path, head } of halves) await put(path, head);
    const look = async () => {
      const found = await entries();
      return Object.fromEntries(halves.map(({ path }) => [path, found.get(path)?.status]));
    };
    const waiting = Object.fromEntries(halves.map(({ path }) => [path, 'waiting']));
    await vi.waitFor(async () => expect(await look()).toEqual(waiting), A_WHILE);
    // Far beyond the settle time.
    await daemon.scans(3);
    expect(await look()).toEqual(waiting);
    expect(await scenario.runs()).toEqual([]);
    for (const { path, tail } of halves) await appendFile(await place(path), tail);
    await settled();
    await stop(daemon);
  });

  test('15. a writer that stalls while it overwrites: the run says the old until it can say the new', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, place, put, becomes, settled } = scenario;
    await manifest.drop('run', 1, { images: 5 });
    const daemon = await scenario.watch();
    await settled();
    const before = await scenario.writes();
    const text = expectRun(manifest, 'run', 2, { images: 2 });
    for (const at of [0, 1, 100, text.length - 1]) {
      await put('p/run.json', text.slice(0, at));
      expect(await becomes('p/run.json', /waiting|rejected|partial/)).toMatchObject({ status: 'waiting' });
      await daemon.scans(1);
    }
    // The ledger has been written to, and no document of the run.
    expect(await scenario.runs()).toEqual(['run']);
    const problems = await manifest.problems(scenario.workspace.url, scenario.workspace.prefix);
    expect(problems).toContain('experiments: ["p","run"] is in state 1, not 2.');
    expect(await scenario.writes()).toBeGreaterThan(before);
    await appendFile(await place('p/run.json'), text.at(-1) ?? '');
    await settled();
    await stop(daemon);
  });

  test('15. a side file that is written row by row, with stalls within rows', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, place, becomes, settled } = scenario;
    const { images, ...head } = JSON.parse(expectRun(manifest, 'run', 1, { images: 20 })) as {
      images: object[];
    };
    const rows = Buffer.from(images.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await put('p/rows.ndjson', rows.subarray(0, 30));
    await put('p/run.json', JSON.stringify({ ...head, images_file: 'rows.ndjson' }));
    const daemon = await scenario.watch();
    expect(await becomes('p/run.json', /waiting|rejected|partial|indexed/)).toMatchObject({
      status: 'waiting',
    });
    await appendFile(await place('p/rows.ndjson'), rows.subarray(30, 200));
    await daemon.scans(2);
    expect(await becomes('p/run.json', /waiting|rejected|partial|indexed/)).toMatchObject({
      status: 'waiting',
    });
    await appendFile(await place('p/rows.ndjson'), rows.subarray(200));
    await settled();
    await stop(daemon);
  });

  test('16. a half-written file that is there at the start, and completed later', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, place, becomes, settled } = scenario;
    const text = expectRun(manifest, 'half', 1);
    await put('p/half.json', text.slice(0, 150));
    await manifest.drop('whole', 1);
    const daemon = await scenario.watch();
    expect(await becomes('p/half.json', /waiting|rejected|indexed/)).toMatchObject({ status: 'waiting' });
    await becomes('p/whole.json', /indexed/);
    expect(await scenario.runs()).toEqual(['whole']);
    await appendFile(await place('p/half.json'), text.slice(150));
    await settled();
    await stop(daemon);
  });

  test('16. one that is never completed is rejected with the reason, and taken in once it is mended', async (context) => {
    const scenario = await prepareFolder(context, { incomplete_seconds: 3 });
    const { manifest, put, becomes, settled } = scenario;
    const text = expectRun(manifest, 'half', 1);
    await put('p/half.json', text.slice(0, 150));
    const daemon = await scenario.watch();
    const { errors } = await becomes('p/half.json', /rejected/);
    expect(errors).toMatchObject([{ line: 1, message: expect.stringMatching(/ends|truncated/) }]);
    expect(daemon.stderr()).toContain('p/half.json');
    await put('p/half.json', text);
    await settled();
    await stop(daemon);
  });

  test('16. one that is waiting when the daemon stops is taken up by the next one', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, place, becomes, settled, workspace } = scenario;
    const text = expectRun(manifest, 'half', 1);
    await put('p/half.json', text.slice(0, 150));
    await put('p/other.json', '{"schema":');
    manifest.name('p/other.json', /ends|truncated/);
    const one = await scenario.watch();
    await becomes('p/half.json', /waiting/);
    await becomes('p/other.json', /waiting/);
    await stop(one);
    await appendFile(await place('p/half.json'), text.slice(150));
    // The next one is less patient, and the other file older than its patience.
    const impatient = { watch: { settle_seconds: 0.1, scan_seconds: 1, incomplete_seconds: 1 } };
    await writeFile(join(workspace.aside, 'runlens.config.json'), JSON.stringify(impatient));
    const other = await scenario.watch();
    await settled();
    await stop(other);
  });
});
