import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codec } from '../../adapters/codec.ts';
import { createListCutter, type ListCutter } from './list-cutter.ts';
import type { TextPlace } from './places.ts';

type List = 'images' | 'series';
type Cut = { list: string; index: unknown; text: string; place: TextPlace };

const LISTS: readonly [List, List] = ['images', 'series'];

function bytesOf(text: string) {
  return new Uint8Array(Buffer.from(text));
}

/** Takes all elements that have come to their end. */
function takeAll(cutter: ListCutter<List>, elements: Cut[]): void {
  while (cutter.next()) {
    const end = cutter.findEnd();
    if (end === -1) return;
    cutter.take(end);
    const { list, bytes, start } = cutter.value;
    const { at, ...place } = cutter.origin();
    elements.push({ list, index: at[1], text: codec.decode(bytes, start, end), place });
  }
}

/** What comes of a text that arrives in pieces of that many bytes. */
function cut(text: string, pieceLength = Buffer.byteLength(text)) {
  const elements: Cut[] = [];
  const cutter = createListCutter(LISTS, codec);
  const whole = bytesOf(text);
  for (let start = 0; start < whole.length; start += Math.max(1, pieceLength)) {
    const piece = whole.slice(start, start + Math.max(1, pieceLength));
    cutter.add(piece);
    takeAll(cutter, elements);
    expect(cutter.keep()).toBeUndefined();
    // Its giver uses its memory for the next one.
    piece.fill(255);
  }
  cutter.end();
  takeAll(cutter, elements);
  expect(cutter.keep()).toBeUndefined();
  return { ...cutter.head(), elements };
}

function shown({ text, elements }: ReturnType<typeof cut>) {
  return [text, ...elements.map((element) => element.text)];
}

describe('lists at the top', () => {
  test.each<[string, string[]]>([
    [
      '{"a": 1, "images": [{"b": 1}, {"c": [2]}], "z": 2}',
      ['{"a": 1, "images": [], "z": 2}', '{"b": 1}', '{"c": [2]}'],
    ],
    ['{"images":[],"series":[1,"x",null,[]]}', ['{"images":[],"series":[]}', '1', '"x"', 'null', '[]']],
    ['{"images": [ \n ] }', ['{"images": [] }']],
    ['{"images": [{"s": "]}\\"["}]}', ['{"images": []}', '{"s": "]}\\"["}']],
    ['{"\\u0069mages": [1]}', ['{"\\u0069mages": []}', '1']],
  ])('%s', (text, expected) => {
    for (let length = 1; length <= text.length; length += 1)
      expect(shown(cut(text, length)), `pieces of ${length}`).toEqual(expected);
  });

  test.each([
    '{"a": {"images": [1]}}',
    '[{"images": [1]}]',
    '{"images": {"series": [1]}}',
    '{"name": "images", "other": [1]}',
    '["images", [1]]',
    '"images"',
    '{"pictures": [1]}',
  ])('and nowhere else: %s', (text) => {
    for (let length = 1; length <= text.length; length += 1) expect(shown(cut(text, length))).toEqual([text]);
  });

  test('as often as they come, so that the reader of the head sees the key twice', () => {
    expect(shown(cut('{"images":[1],"images":[2]}'))).toEqual(['{"images":[],"images":[]}', '1', '2']);
  });
});

/** What is wrong stays in the head. */
describe('no list', () => {
  test.each<[string, string[]]>([
    ['{"images": [1,]}', ['{"images": []}', '1']],
    ['{"images": [,1]}', ['{"images": [,1]}']],
    ['{"images": [1 2], "a": 3}', ['{"images": [2], "a": 3}', '1']],
    ['{"images": [1}', ['{"images": [}', '1']],
    ['{"images": [{"a": 1}, {"b"', ['{"images": [{"b"', '{"a": 1}']],
    ['{"images": [', ['{"images": [']],
    ['{"images": [1, 2', ['{"images": [2', '1']],
    ['{"images": ["abc', ['{"images": ["abc']],
    ['{"images" [1]}', ['{"images" [1]}']],
  ])('%s', (text, expected) => {
    for (let length = 1; length <= text.length; length += 1)
      expect(shown(cut(text, length)), `pieces of ${length}`).toEqual(expected);
  });
});

test('places are those in the whole text', () => {
  const text = '{"images": [\n  {"é": "\u{1F600}"}, 7,\n8],\n "z": 1, "series": [9], "y": 2}';
  for (let length = 1; length <= text.length; length += 1) {
    const { elements, locate } = cut(text, length);
    expect(elements.map(({ place }) => place)).toEqual([
      { line: 2, column: 3 },
      expect.objectContaining({ line: 2 }),
      { line: 3, column: 1 },
      { line: 4, column: 21 },
    ]);
    expect(locate(['z', 'y'].map((key) => ({ path: [key], message: 'm' })))).toMatchObject([
      { line: 4, column: 7 },
      { line: 4, column: 30 },
    ]);
  }
  expect(cut(text).elements[1]?.place).toEqual({ line: 2, column: 15 });
});

const document = fc.record(
  {
    a: fc.jsonValue(),
    images: fc.array(fc.jsonValue()),
    b: fc.jsonValue(),
    series: fc.array(fc.jsonValue()),
  },
  { requiredKeys: [] },
);

test('head and elements together are the whole, however it comes', () => {
  fc.assert(
    fc.property(
      document,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 2 }),
      (value, length, indent) => {
        const { text, elements } = cut(JSON.stringify(value, null, indent), length);
        const head = JSON.parse(text) as typeof value;
        for (const list of ['images', 'series'] as const) {
          const found = elements.filter((element) => element.list === list);
          expect(found.map(({ index }) => index)).toEqual(found.map((_, index) => index));
          head[list]?.push(...found.map((element) => JSON.parse(element.text) as fc.JsonValue));
        }
        expect(head).toEqual(JSON.parse(JSON.stringify(value)));
      },
    ),
  );
});

test('an element of many pieces is not looked at once for each', () => {
  const element = `[${'1,'.repeat(6_000_000)}1]`;
  const started = performance.now();
  expect(cut(`{"series": [${element}]}`, 50_000).elements[0]?.text).toBe(element);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a long element is taken, whatever comes behind it', () => {
  const [long, row] = [`"${'x'.repeat(40_000_000)}"`, `"${'y'.repeat(999_997)}"`];
  const { elements } = cut(`{"images": [${long}${`,${row}`.repeat(30)}]}`, 1_000_000);
  expect(elements.map(({ text }) => text.length)).toEqual([40_000_002, ...Array(30).fill(999_999)]);
});

test('what is too long to be read in one piece is said to be', () => {
  const piece = bytesOf('x'.repeat(10_000_000));
  function faultOf(opening: string, pieces: number) {
    const cutter = createListCutter(LISTS, codec);
    let fault: ReturnType<typeof cutter.keep>;
    for (const bytes of [bytesOf(opening), ...Array.from({ length: pieces }, () => piece)]) {
      cutter.add(bytes);
      takeAll(cutter, []);
      fault ??= cutter.keep();
    }
    return fault;
  }
  expect(faultOf('{"a": "', 3)).toBeUndefined();
  expect(faultOf('{"a": "', 4)?.message).toContain(
    'without its rows of images and series it is longer than the 32 MiB',
  );
  expect(faultOf('{"images": [1, "', 6)).toBeUndefined();
  expect(faultOf('{"images": [1, "', 7)?.message).toContain('images[1] is longer than the 64 MiB');
});
