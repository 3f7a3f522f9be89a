import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { codec } from '../../adapters/codec.ts';
import { rowReaders } from '../formats/runlens/rows.ts';
import { createRows, type PieceReader, type RowVisitor } from './index.ts';

const PATH = 'p/run.json';

/** What is handed out, in order: the id of an image, the name of a series, or that it is bad; and where it is. */
type Seen = { what: string; path: string; line: number | undefined };

function remember(seen: Seen[]): RowVisitor {
  function note(what: string, at: Parameters<RowVisitor['plain']>[1]) {
    const [located] = at.locate([{ path: [], message: '' }]);
    seen.push({ what, path: located?.path ?? '', line: located?.line });
  }
  return {
    plain: ({ id }, at) => note(id, at),
    read: ({ rows: [first] }, at) => note(first?.list === 'images' ? first.row.id : 'series', at),
    bad: ({ malformed }, at) => note(malformed ?? 'bad', at),
  };
}

function addInPieces({ add, end }: PieceReader, text: string, pieceLength: number): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceLength) {
    const piece = Uint8Array.from(bytes.subarray(at, at + pieceLength));
    expect(add(piece)).toBeUndefined();
    // Its giver uses its memory for the next one.
    piece.fill(255);
  }
  expect(end()).toBeUndefined();
}

function rows() {
  return createRows({ runPath: PATH, codec, readers: rowReaders });
}

/** All rows of a document that comes in pieces. */
function readAll(text: string, pieceLength: number) {
  const seen: Seen[] = [];
  const document = rows().document(remember(seen));
  addInPieces(document, text, pieceLength);
  return { seen, head: document.head().text };
}

/** All rows of a file of lines that comes in pieces. */
function readAllLines(text: string, pieceLength: number): Seen[] {
  const seen: Seen[] = [];
  addInPieces(rows().lines('images', 'p/a.ndjson', remember(seen)), text, pieceLength);
  return seen;
}

/** What a row is, by its values. */
function verdictOn(text: string): string {
  try {
    const [image] = rowReaders.images(JSON.parse(text), PATH).rows;
    return image?.id ?? 'bad';
  } catch {
    return 'malformed';
  }
}

function verdictOf({ what }: Seen) {
  return what === 'broken' || what === 'truncated' ? 'malformed' : what;
}

const whole = fc.oneof(
  fc
    .record({
      id: fc.string({ maxLength: 4 }),
      split: fc.constantFrom('val', 'test'),
      metrics: fc.constant({ iou: 0.5 }),
    })
    .map((row) => JSON.stringify(row)),
  fc.constantFrom('{"id": "a]\\"", "split": "val", "metrics": {}}', '{"id": 1}', '[1, [2]]', '7', '"x"'),
);

/** In a document, it would take along all that follows. */
const image = fc.oneof(whole, fc.constant('{"id": "b", "split": "val", "metrics": {}'));

test('all rows of a document are handed out in order, wherever it is cut', () => {
  fc.assert(
    fc.property(
      fc.array(whole, { maxLength: 6 }),
      fc.constantFrom(',', ' ,\n'),
      fc.integer({ min: 1, max: 60 }),
      (images, comma, length) => {
        const text = `{"a": 1, "images": [${images.join(comma)}], "series": [{"name": "s"}], "z": 2}`;
        const { seen, head } = readAll(text, length);
        expect(head).toBe('{"a": 1, "images": [], "series": [], "z": 2}');
        expect(seen.map(verdictOf)).toEqual([...images.map(verdictOn), 'bad']);
        expect(seen.map(({ path }) => path)).toEqual([...images.map((_, n) => `images[${n}]`), 'series[0]']);
        const lines = images.map((_, n) => (comma.includes('\n') ? n + 1 : 1));
        expect(seen.map(({ line }) => line)).toEqual([...lines, lines.at(-1) ?? 1]);
      },
    ),
    { numRuns: 1000 },
  );
});

test('all lines of a file are handed out in order, wherever it is cut', () => {
  const line = fc.oneof(
    image,
    fc.constantFrom(
      '',
      '  ',
      // Of one row, two lines; of two rows, one.
      '{"id": "c", "split": "val",\n"metrics": {}}',
      '{"id":\n"c",\n"split":"val","metrics":{"iou":0.5}}',
      '{"id":"d","split":"val","metrics":{"iou":0.5}}{"id":"e","split":"val","metrics":{"iou":0.5}}',
      '{"id":"d","split":"val","metrics":{"iou":0.5}} x',
      ' {"id":"f","split":"val","metrics":{"iou":0.5}}  ',
    ),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n', ' \n', '\r')), { maxLength: 8 }),
      fc.constantFrom('', '\uFEFF'),
      fc.integer({ min: 1, max: 200 }),
      (lines, mark, length) => {
        const text = lines.map((each) => each.join('')).join('');
        const expected = text
          .split('\n')
          .flatMap((one, n) => (one.trim() === '' ? [] : [{ what: verdictOn(one), path: '', line: n + 1 }]));
        const seen = readAllLines(mark + text, length);
        expect(seen.map((one) => ({ ...one, what: verdictOf(one) }))).toEqual(expected);
      },
    ),
    { numRuns: 2000 },
  );
});

test.each(['\n', ' \n', '\r\n'])('of very many blank lines, each is looked at once: %j', (line) => {
  const started = performance.now();
  const row = '{"id":"a","split":"val","metrics":{"iou":0.5}}\n';
  const text = row + line.repeat(100_000) + row.replace('a', 'b');
  expect(readAllLines(text, text.length)).toHaveLength(2);
  // Where each is looked at for all that follow, it takes half a minute.
  expect(performance.now() - started).toBeLessThan(3000);
});
