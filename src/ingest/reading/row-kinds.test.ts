import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { textReader } from '../../adapters/json/text-reader.ts';
import type { PieceReader, TakeRow } from '../ports/text.ts';
import { rowReader, type RowReader } from './row-kinds.ts';

/** What takes rows, and remembers them with what was read of them. */
function takeRows(reader: RowReader): { rows: unknown[]; take: TakeRow } {
  const rows: unknown[] = [];
  return {
    rows,
    take: (list, index, bytes, start, end, place) => {
      const reading = reader.read(list, bytes, start, end);
      const [first] = reading.type === 'read' ? reading.rows : [];
      const name = first?.list === 'images' ? first.row.id : first?.row.name;
      const read = reading.type === 'plain' ? reading.id : name;
      rows.push([
        list,
        index,
        textReader.decode(bytes, start, end),
        place(),
        reading.type === 'malformed',
        read,
      ]);
    },
  };
}

function addInPieces({ add, end }: PieceReader, text: string, pieceLength: number): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceLength) {
    const piece = Uint8Array.from(bytes.subarray(at, at + pieceLength));
    add(piece);
    // Its giver uses its memory for the next one.
    piece.fill(255);
  }
  end();
}

/** All rows of a text that comes in pieces. */
function readAll(text: string, pieceLength: number, isAhead: boolean) {
  const reader = rowReader('p/run.json', textReader);
  const { rows, take } = takeRows(reader);
  const document = textReader.document(take, isAhead ? reader.endOf : () => -1);
  addInPieces(document, text, pieceLength);
  return { rows, head: document.head().text };
}

/** All lines of a text that comes in pieces. */
function readAllLines(text: string, pieceLength: number, isAhead: boolean) {
  const reader = rowReader('p/run.json', textReader);
  const { rows, take } = takeRows(reader);
  addInPieces(textReader.lines('images', take, isAhead ? reader.endOfLine : () => -1), text, pieceLength);
  return rows;
}

const image = fc.oneof(
  fc
    .record({
      id: fc.string({ maxLength: 4 }),
      split: fc.constantFrom('val', 'test'),
      metrics: fc.constant({ iou: 0.5 }),
    })
    .map((row) => JSON.stringify(row)),
  fc.constantFrom(
    '{"id": "a]\\"", "split": "val", "metrics": {}}',
    '{"id": 1}',
    '[1, [2]]',
    '{"id": "b", "split": "val", "metrics": {}',
    '7',
    '"x"',
  ),
);

test('rows are the same whether their end is found by reading them or before, wherever the text is cut', () => {
  fc.assert(
    fc.property(
      fc.array(image, { maxLength: 6 }),
      fc.constantFrom(',', ' ,\n'),
      fc.integer({ min: 1, max: 60 }),
      (images, comma, length) => {
        const text = `{"a": 1, "images": [${images.join(comma)}], "series": [{"name": "s"}], "z": 2}`;
        expect(readAll(text, length, true)).toEqual(readAll(text, text.length, false));
      },
    ),
    { numRuns: 1000 },
  );
});

test('lines are the same whether their end is found by reading them or before, wherever the text is cut', () => {
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
        const text = mark + lines.map((each) => each.join('')).join('');
        expect(readAllLines(text, length, true)).toEqual(readAllLines(text, text.length + 3, false));
      },
    ),
    { numRuns: 2000 },
  );
});

test.each(['\n', ' \n', '\r\n'])('of very many blank lines, each is looked at once: %j', (line) => {
  const started = performance.now();
  const row = '{"id":"a","split":"val","metrics":{"iou":0.5}}\n';
  const text = row + line.repeat(100_000) + row.replace('a', 'b');
  expect(readAllLines(text, text.length, true)).toHaveLength(2);
  // Where each is looked at for all that follow, it takes half a minute.
  expect(performance.now() - started).toBeLessThan(3000);
});
