import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { codec } from '../../adapters/codec.ts';
import { createLineCutter } from './line-cutter.ts';
import type { NotText } from './not-text.ts';
import { utf8Pieces } from './utf8-pieces.ts';

type Line = { line: number; column: number; text: string };

/** What comes of a content that arrives in pieces of that many bytes. */
function linesOf(content: Uint8Array | string, pieceBytes = 3) {
  const bytes = Buffer.from(content);
  const found: Line[] = [];
  const cutter = createLineCutter('images');
  const pieces = utf8Pieces(codec, cutter.line);
  function takeAll() {
    while (cutter.next()) {
      const end = cutter.findEnd();
      if (end === -1) break;
      cutter.take(end);
      const { bytes: line, start } = cutter.value;
      const { line: number, column } = cutter.origin();
      found.push({ line: number, column, text: codec.decode(line, start, end) });
    }
    return cutter.keep();
  }
  function take(piece: Uint8Array | NotText) {
    if ('type' in piece) return piece;
    cutter.add(piece);
    return takeAll();
  }
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const piece = Uint8Array.from(bytes.subarray(start, start + pieceBytes));
    const fault = take(pieces.add(piece));
    // Its giver uses its memory for the next one.
    piece.fill(255);
    if (fault !== undefined) return { found, fault };
  }
  let fault = take(pieces.end());
  if (fault === undefined) {
    cutter.end();
    fault = takeAll();
  }
  return fault === undefined ? { found } : { found, fault };
}

const text = '{"é": "€ \u{1F600}"}\r\n\n  \r\n \t{"b": 2}\nlast ü';
const expected = [
  { line: 1, column: 1, text: '{"é": "€ \u{1F600}"}\r' },
  { line: 4, column: 3, text: '{"b": 2}' },
  { line: 5, column: 1, text: 'last ü' },
];

describe('lines', () => {
  const encodings: [string, Uint8Array][] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little-endian', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ];
  test.each(encodings)('wherever the pieces of %s are cut', (_name, content) => {
    for (let pieceBytes = 1; pieceBytes <= content.length; pieceBytes += 1)
      expect(linesOf(content, pieceBytes), `${pieceBytes} bytes`).toStrictEqual({ found: expected });
  });

  test.each(['', 'a', '\n', 'a\n'])('%j', (content) => {
    expect(linesOf(content, 1)).toStrictEqual({
      found: content.includes('a') ? [{ line: 1, column: 1, text: 'a' }] : [],
    });
  });
});

describe('no text', () => {
  test('is named with the place in the whole file', () => {
    const content = Buffer.concat([Buffer.from('€1\n\nab'), Buffer.from([0xe9, 0x22]), Buffer.from('\nc')]);
    for (let pieceBytes = 1; pieceBytes <= content.length; pieceBytes += 1) {
      expect(linesOf(content, pieceBytes).fault).toStrictEqual({
        type: 'not-text',
        message: 'the file is not UTF-8: byte 8 (line 3) is 0xE9. Write it with encoding="utf-8"',
        offset: 8,
        line: 3,
        truncated: false,
      });
    }
  });

  test('a character cut short is the end of a file only at its end', () => {
    expect(linesOf(Buffer.from([0x61, 0x0a, 0xe2, 0x82])).fault).toMatchObject({ line: 2, truncated: true });
    expect(linesOf(Buffer.from([0x61, 0x0a, 0xe2, 0x82, 0x0a])).fault).toMatchObject({
      line: 2,
      truncated: false,
    });
  });

  test('half a character of UTF-16', () => {
    const half = Buffer.from([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x3d, 0xd8, 0x0a, 0]);
    expect(linesOf(half).fault).toMatchObject({ message: expect.stringContaining('not UTF-16') });
    expect(linesOf(half.subarray(0, 7)).fault).toMatchObject({ truncated: true });
  });

  test.each([
    ['\0\0\0\0', 'is filled with zero bytes'],
    ['{}\n\0\0', 'ends in zero bytes'],
  ])('%j', (content, message) => {
    expect(linesOf(content).fault).toMatchObject({
      message: expect.stringContaining(message),
      truncated: true,
    });
  });
});

const LIMIT = 16 * 1024 * 1024;

test('a line has its limit, whether its end ever comes or not', () => {
  const line = 'x'.repeat(LIMIT - 1);
  expect(linesOf(`${line}\n${line}`, 1_000_000).found.map(({ line: number }) => number)).toEqual([1, 2]);
  expect(linesOf(`a\n${line}xx`, 1_000_000)).toMatchObject({
    found: [{ line: 1 }],
    fault: { line: 2, message: expect.stringContaining('line 2 is longer than the 16 MiB') },
  });
});
