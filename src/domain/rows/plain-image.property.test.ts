import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { derive } from '../judging/derived.ts';
import { plainImageWriter } from './plain-image-writer.ts';
import { imageDocument } from '../documents/rows.ts';
import { safeFieldNames } from '../model/field-name.ts';
import { parseJson } from '../text/parse.ts';
import { aProject, aRun } from '../../../test/support/domain-values.ts';
import { areBlanks } from '../text/bytes.ts';
import type { GrowingBytes } from '../text/growing-bytes.ts';
import { ROW, type PlainImage } from './plain-image.ts';
import { codec } from '../../adapters/codec.ts';
import { createPlainReader } from './plain-reader.ts';
import { readImage } from '../formats/runlens/rows.ts';

type Setting = { runPath: string; direction: 'maximize' | 'minimize' | undefined };

/** Reads a row that has others before and behind it, which must not count. */
function readerOf(runPath: string) {
  const read = createPlainReader(runPath, codec);
  return (text: string): PlainImage | undefined => {
    const before = '{"id":"before"},';
    const behind = '\n"split":"behind","metrics":{}}';
    const bytes = new Uint8Array(Buffer.from(before + text + behind));
    const image = read(bytes, before.length);
    const end = bytes.length - behind.length;
    return image !== undefined && image[ROW].end <= end && areBlanks(bytes, image[ROW].end, end)
      ? image
      : undefined;
  };
}

/** The document by way of values, and by way of texts where that reads the row at all. */
function bothWays(text: string, { runPath, direction }: Setting) {
  const plain = readerOf(runPath)(text);
  const parsed = parseJson(text);
  if (parsed.type === 'malformed') return { plain, careful: undefined, quick: undefined };
  const reading = readImage(parsed.value, runPath);
  const [image] = reading.rows;
  const isClean = reading.warnings.length === 0 && parsed.warnings.length === 0;
  if (image === undefined || !isClean) return { plain, careful: undefined, quick: undefined };
  const names = [...image.metrics.keys(), 'another'];
  const run = aRun({ primaryImageMetric: names[0], source: { ...aRun().source, path: runPath } });
  const project = aProject({
    definitions: new Map(direction === undefined ? [] : [[names[0] ?? '', { direction }]]),
  });
  const context = {
    run,
    project,
    derived: derive(run, names, project, digest),
    revision: 'r"1',
    digest,
    metricFields: safeFieldNames(names),
  };
  const { body, ...document } = imageDocument(image, context);
  const careful = { ...document, body: JSON.parse(JSON.stringify(body)) as unknown };
  if (plain === undefined) return { plain, careful, quick: undefined };
  const { id, body: json } = writtenBy(plainImageWriter(context, codec), plain);
  const { index, routing } = careful;
  return { plain, careful, quick: { index, routing, id, body: JSON.parse(json) as unknown } };
}

type Writer = ReturnType<typeof plainImageWriter>;

function writtenBy(write: Writer, image: PlainImage): { id: unknown; body: string } {
  const { id, document } = write(image);
  return { id: JSON.parse(textOf(id)), body: textOf(document) };
}

function textOf(write: (into: GrowingBytes) => void): string {
  const into = { bytes: new Uint8Array(Buffer.from('before')), length: 6 };
  write(into);
  return Buffer.from(into.bytes.subarray(6, into.length)).toString();
}

/** What writes the images of a run without rules. */
function writer(): Writer {
  const run = aRun({ source: { ...aRun().source, path: SETTING.runPath } });
  const project = aProject();
  const derived = derive(run, [], project, digest);
  const context = { run, project, derived, revision: 'r', digest, metricFields: new Map() };
  return plainImageWriter(context, codec);
}

const SETTING: Setting = { runPath: 'digits/deep/svm.json', direction: 'maximize' };

const name = fc.oneof(
  fc.constantFrom('iou', 'mAP50-95(B)', 'a/b', 'a_b', 'a', 'a=', 'a=b', '1', '__proto__', ''),
  fc.string({ maxLength: 5 }),
);
const number = fc
  .oneof(
    fc.double(),
    fc.constantFrom(
      '0',
      '-0',
      '0.0',
      '-0.0',
      '1e5',
      '1E-07',
      '-2.50',
      '01',
      '1.',
      '.5',
      '+1',
      '1e400',
      '9007199254740993',
      '-0e1',
      'NaN',
      '0.30000000000000004',
    ),
  )
  .map((value) => (typeof value === 'string' ? value : Number.isFinite(value) ? String(value) : 'NaN'));
const string = fc.oneof(
  fc.constantFrom(
    '"a.png"',
    '"../b"',
    '"/c"',
    '"https://d/e"',
    '"a//b"',
    '"a/./b"',
    '"é€\u{1F600}"',
    '"\\u0041"',
    '"a\\"b"',
    '"\t"',
    '""',
    '"validation"',
    '"val"',
  ),
  fc.string({ maxLength: 6, unit: 'grapheme' }).map((text) => JSON.stringify(text)),
);
const scalar = fc.oneof(string, number, fc.constantFrom('true', 'false', 'null', '[]', '{}', 'tru'));
const key = name.map((text) => JSON.stringify(text));

function object(value: fc.Arbitrary<string>) {
  return fc
    .array(fc.tuple(key, value), { maxLength: 3 })
    .map((members) => `{${members.map((pair) => pair.join(':')).join(',')}}`);
}

const member = fc.oneof(
  fc.tuple(fc.constantFrom('"label"', '"prediction"'), scalar),
  fc.tuple(fc.constantFrom('"input"', '"target"', '"output"'), fc.oneof(string, fc.constant('null'))),
  fc.tuple(fc.constant('"attributes"'), fc.oneof(object(scalar), fc.constantFrom('null', '[]'))),
  fc.tuple(fc.constantFrom('"lable"', '"id"', '"metrics"'), scalar),
);
const row = fc
  .tuple(
    fc.tuple(fc.constant('"id"'), string),
    fc.tuple(fc.constant('"split"'), string),
    fc.tuple(fc.constant('"metrics"'), object(number)),
    fc.array(member, { maxLength: 4 }),
    fc.constantFrom('', ' ', '\n '),
  )
  .chain(([id, split, metrics, others, blank]) =>
    fc
      .shuffledSubarray([id, split, metrics, ...others], { minLength: 2 })
      .map((members) => ({ members, blank })),
  )
  .map(
    ({ members, blank }) =>
      `${blank}{${members.map(([k, v]) => `${blank}${k}${blank}:${blank}${v}${blank}`).join(',')}}${blank}`,
  );

test('what is read as texts becomes the document that its values become, or is left to the values', () => {
  const setting = fc.record({
    runPath: fc.constantFrom('svm.json', 'digits/deep/svm.json', 'a "b"/c\n/d.json'),
    direction: fc.constantFrom('maximize' as const, 'minimize' as const, undefined),
  });
  let read = 0;
  fc.assert(
    fc.property(row, setting, (text, where) => {
      const { plain, careful, quick } = bothWays(text, where);
      if (plain === undefined) return;
      read += 1;
      expect(careful).toBeDefined();
      expect(quick).toEqual(careful);
    }),
    { numRuns: 5000 },
  );
  expect(read).toBeGreaterThan(80);
});

test('a row is read and written alike whatever the rows before it were', () => {
  const rowsAlike = fc
    .tuple(row, fc.array(fc.tuple(string, number, scalar), { minLength: 1, maxLength: 6 }))
    // Rows of the same keys and blanks, in which some values are others.
    .map(([first, others]) => [
      first,
      ...others.map(([text, digits, value]) =>
        first
          .replace(/(?<="id"\s*:\s*)"[^"\\]*"/, text)
          .replace(/(?<="iou"\s*:\s*)[-\d.eE]+/, digits)
          .replace(/(?<="(?:label|output|a)"\s*:\s*)(?:"[^"\\]*"|[-\d.eE]+|true|null)/, value),
      ),
    ]);
  const sequence = fc
    .array(
      fc.oneof(
        row.map((one) => [one]),
        rowsAlike,
      ),
      { minLength: 1, maxLength: 5 },
    )
    .chain((rows) =>
      fc
        .shuffledSubarray(rows.flat(), { minLength: rows.flat().length })
        .map((mixed) => [...rows.flat(), ...mixed]),
    );
  let read = 0;
  fc.assert(
    fc.property(sequence, (texts) => {
      const readNext = readerOf(SETTING.runPath);
      const write = writer();
      for (const text of texts) {
        const plain = readNext(text);
        const alone = readerOf(SETTING.runPath)(text);
        expect(plain === undefined).toBe(alone === undefined);
        if (plain === undefined || alone === undefined) continue;
        read += 1;
        expect(writtenBy(write, plain)).toEqual(writtenBy(writer(), alone));
      }
    }),
    { numRuns: 1500 },
  );
  expect(read).toBeGreaterThan(500);
});

describe('an ordinary row is read as texts', () => {
  test.each([
    '{"id": "a", "split": "val", "metrics": {"iou": 0.5, "dice": -1e-05}}',
    '{"id":"a","split":"val","metrics":{"iou":0,"n":12},"label":"7","prediction":7,"attributes":{"occluded":true,"size":0.25,"camera":"x"},"input":"in.png","target":null,"output":"../out.png"}',
    '{\n  "id": "ü",\n  "split": "test",\n  "metrics": {},\n  "attributes": {}\n}',
  ])('%s', (text) => {
    for (const direction of ['maximize', 'minimize', undefined] as const) {
      const { quick, careful } = bothWays(text, { ...SETTING, direction });
      expect(careful).toBeDefined();
      expect(quick).toEqual(careful);
    }
  });
});

test('attributes of ever other kinds of values are written like those of one kind', () => {
  const values = ['1', '"1"', 'true', '-0.5', '""', '"ü"'];
  const read = readerOf(SETTING.runPath);
  const write = writer();
  const found = Array.from({ length: 6 ** 3 }, (_, n) => {
    const [a, b, c] = [n % 6, Math.floor(n / 6) % 6, Math.floor(n / 36)].map((one) => values[one] ?? '');
    const text = `{"id":"i","split":"val","metrics":{},"attributes":{"a":${a},"a=b":${b},"c-d":${c}}}`;
    const [image, alone] = [read(text), readerOf(SETTING.runPath)(text)];
    return image && alone ? [writtenBy(write, image), writtenBy(writer(), alone)] : undefined;
  });
  expect(found.map((both) => both?.[0])).toEqual(found.map((both) => both?.[1]));
  expect(found.every((both) => both !== undefined)).toBe(true);
});

describe('whatever is not ordinary is left to the values', () => {
  test.each([
    '{"id": "a\\n", "split": "val", "metrics": {}}',
    '{"id": "a", "split": "val", "metrics": {"iou": NaN}}',
    '{"id": "a", "split": "val", "metrics": {"iou": 9007199254740993}}',
    '{"id": "a", "split": "val", "metrics": {"iou": 1, "iou": 2}}',
    '{"id": "a", "id": "b", "split": "val", "metrics": {}}',
    '{"id": "a", "split": "val", "metrics": {}, "lable": "x"}',
    '{"id": "a", "split": "val", "metrics": {}} x',
    '{"id": "a", "split": "val", "metrics": {}',
    '{"id": "a", "split": "val"}',
    '{"id": "", "split": "val", "metrics": {}}',
    '{"id": "a", "split": "val", "metrics": {}, "label": 1.0}',
    '{"id": "a", "split": "val", "metrics": {}, "attributes": {"a": null}}',
    '{"id": "a", "split": "val", "metrics": {},}',
    '[]',
    '',
  ])('%s', (text) => {
    expect(readerOf('a.json')(text)).toBeUndefined();
  });

  test('of rows that all have other metrics too', () => {
    const read = readerOf('a.json');
    const rows = Array.from(
      { length: 1200 },
      (_, n) => `{"id": "a", "split": "val", "metrics": {"m${n}": 1}}`,
    );
    const plain = rows.map((text) => read(text) !== undefined);
    expect([plain[0], plain.at(-1)]).toEqual([true, false]);
  });
});
