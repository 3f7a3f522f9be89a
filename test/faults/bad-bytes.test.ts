/** Bytes that are not what they should be: every file is indexed, or named with the reason; nothing is passed over. */

import { describe, expect, test } from 'vitest';
import { expectRun } from '../support/expect-run.ts';
import { stop } from '../support/fault-scenario.ts';
import type { Manifest } from '../support/manifest.ts';
import { prepareFolder } from '../support/watched-folder.ts';

type Change = (text: string) => string | Uint8Array;

function bytes(...parts: (string | number[])[]) {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
}

/** Replaces words by bytes. */
function instead(words: string, ...other: (string | number[])[]): Change {
  return (text) => {
    const at = text.indexOf(words);
    if (at === -1) throw new Error(`There is no ${words} in ${text}`);
    return bytes(text.slice(0, at), ...other, text.slice(at + words.length));
  };
}

function bigEndian(text: string) {
  return Buffer.from(text, 'utf16le').swap16();
}

/** What is good all the same. */
const GOOD: Record<string, Change> = {
  'bare-nan': instead('"@"', 'NaN'),
  'bare-infinity': instead('"@"', '[Infinity, -Infinity]'),
  'metric-nan': (text) => text.replaceAll(/("iou":[\d.e-]+)/g, '$1,"loss":NaN'),
  'byte-order-mark': (text) => `\u{feff}${text}`,
  'utf-16-le': (text) => Buffer.from(`\u{feff}${text}`, 'utf16le'),
  'utf-16-be': (text) => bigEndian(`\u{feff}${text}`),
  'carriage-returns': (text) => JSON.stringify(JSON.parse(text), null, 2).replaceAll('\n', '\r\n'),
  'blanks-around': (text) => ` \r\n\t${text}\n\n \t`,
  'escaped-zero': instead('@', '\\u0000'),
  'lone-surrogate': instead('@', '\\ud800'),
  'large-integer': instead('"@"', '123456789012345678901234567890'),
  separators: instead('@', '\u2028\u2029\u007f'),
  noncharacters: instead('@', '\uffff\u{10ffff}'),
};

/** What is not, and what is said of it. */
const BAD: Record<string, [change: Change, reason: RegExp]> = {
  'no-bytes': [() => '', /empty/],
  'white-space': [() => ' \n', /empty|white space|nothing/],
  'only-zeros': [() => new Uint8Array(5000), /zero/],
  'zeros-at-the-end': [(text) => `${text}${'\0'.repeat(500)}`, /zero/],
  'zeros-in-the-middle': [instead('"@"', '"', [0, 0], '"'), /./],
  'latin-1': [instead('@', [0xe9]), /UTF-8/],
  overlong: [instead('@', [0xc0, 0xaf]), /UTF-8/],
  'encoded-surrogate': [instead('@', [0xed, 0xa0, 0x80]), /UTF-8/],
  'beyond-unicode': [instead('@', [0xf5, 0x80, 0x80, 0x80]), /UTF-8/],
  'utf-16-no-mark': [(text) => Buffer.from(text, 'utf16le'), /./],
  'half-a-surrogate-in-utf-16': [
    (text) => Buffer.concat([Buffer.from(`\u{feff}${text}`, 'utf16le'), Buffer.from([0, 0xdc])]),
    /UTF-16/,
  ],
  'key-twice': [(text) => text.replace('{', '{"schema":"runlens.run/1",'), /twice/],
  'comma-at-the-end': [(text) => `${text.slice(0, -1)},}`, /./],
  'two-values': [(text) => `${text}${text}`, /./],
  'line-break-in-a-string': [instead('@', '\n'), /./],
  'number-too-large': [instead('"@"', '1e400'), /1e400|too large|range/],
  'single-quotes': [(text) => text.replaceAll('"', "'"), /./],
  cut: [(text) => text.slice(0, 100), /ends|truncated/],
  'reserved-key': [instead('"@"', '{"__proto__":1}'), /__proto__/],
};

const EXTRA = { environment: { here: '@' } };

/** The head of a run whose rows are in a file of their own, and those rows. */
function apart(manifest: Manifest, id: string): { head: string; rows: string[] } {
  const run = JSON.parse(expectRun(manifest, id, 1, { images: 4 })) as { images: object[] };
  const { images, ...head } = run;
  return {
    head: JSON.stringify({ ...head, images_file: `${id}.ndjson` }),
    rows: images.map((row) => JSON.stringify(row)),
  };
}

const GOOD_ROWS: Record<string, (rows: string[]) => string | Uint8Array> = {
  'rows-no-line-end': (rows) => rows.join('\n'),
  'rows-carriage-returns': (rows) => `${rows.join('\r\n')}\r\n`,
  'rows-blank-lines': (rows) => `\n\n${rows.join('\n \n')}\n\n`,
  'rows-mark': (rows) => `\u{feff}${rows.join('\n')}`,
  'rows-nan': (rows) => rows.map((row) => row.replace('"iou"', '"loss":NaN,"iou"')).join('\n'),
};

const BAD_ROWS: Record<string, [change: (rows: string[]) => string | Uint8Array, reason: RegExp]> = {
  'rows-cut': [(rows) => rows.join('\n').slice(0, -5), /ends|truncated/],
  'rows-comma': [(rows) => rows.join(',\n'), /./],
  'rows-latin-1': [(rows) => bytes(rows.join('\n'), '\n{"id":"', [0xe9], '"}'), /UTF-8/],
  'rows-zeros': [(rows) => `${rows.join('\n')}\n${'\0'.repeat(100)}`, /./],
  'rows-only-zeros': [() => new Uint8Array(300_000), /./],
  'rows-list': [(rows) => `[${rows.join(',')}]`, /./],
};

describe('bad bytes', { timeout: 720_000 }, () => {
  test('22. bytes of every bad kind: indexed, or named with a reason, and mending is enough', async (context) => {
    const scenario = await prepareFolder(context, { incomplete_seconds: 2 });
    const { manifest, put, settled } = scenario;
    const daemon = await scenario.watch();
    for (const [id, change] of Object.entries(GOOD))
      await put(`p/${id}.json`, change(expectRun(manifest, id, 1, { extra: EXTRA })));
    for (const [id, [change, reason]] of Object.entries(BAD)) {
      await put(`p/${id}.json`, change(expectRun(manifest, id, 1, { extra: EXTRA })));
      manifest.forget(id);
      manifest.name(`p/${id}.json`, reason);
    }
    for (const [id, change] of Object.entries(GOOD_ROWS)) {
      const { head, rows } = apart(manifest, id);
      await put(`p/${id}.ndjson`, change(rows));
      await put(`p/${id}.json`, head);
    }
    for (const [id, [change, reason]] of Object.entries(BAD_ROWS)) {
      const { head, rows } = apart(manifest, id);
      await put(`p/${id}.ndjson`, change(rows));
      await put(`p/${id}.json`, head);
      manifest.forget(id);
      manifest.name(`p/${id}.json`, reason);
    }
    await settled();
    const unexplained = [...(await scenario.entries()).values()].filter(
      ({ status, errors }) => status !== 'indexed' && !/\w+ \w+/.test(errors?.[0]?.message ?? ''),
    );
    expect(unexplained).toEqual([]);
    // Named for people too, who read the log; beyond some of them they are counted.
    expect(daemon.stderr()).toContain('p/latin-1.json');
    for (const id of Object.keys(BAD)) await manifest.drop(id, 1);
    for (const id of Object.keys(BAD_ROWS)) await put(`p/${id}.ndjson`, apart(manifest, id).rows.join('\n'));
    await settled();
    await stop(daemon);
  });
});
