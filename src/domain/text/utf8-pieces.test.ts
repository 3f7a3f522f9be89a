import { Buffer, isUtf8 } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codec } from '../../adapters/codec.ts';
import type { NotText } from './not-text.ts';
import { parseJson } from './parse.ts';
import { utf8Pieces } from './utf8-pieces.ts';

const text = '{"é": "€ \u{1F600}"}';

/** What comes of a content that arrives in pieces of so many bytes, its byte order mark left out. */
function decodeText(
  content: Uint8Array,
  pieceBytes = content.length,
): { type: 'text'; text: string } | NotText {
  const decoded: Uint8Array[] = [];
  const pieces = utf8Pieces(codec, () => Buffer.concat(decoded).toString().split('\n').length);
  for (let start = 0; start < content.length; start += pieceBytes) {
    const piece = pieces.add(content.subarray(start, start + pieceBytes));
    if ('type' in piece) return piece;
    decoded.push(piece);
  }
  const rest = pieces.end();
  if ('type' in rest) return rest;
  return {
    type: 'text',
    text: Buffer.concat([...decoded, rest])
      .toString()
      .replace(/^\uFEFF/, ''),
  };
}

function bytes(...parts: (string | number[])[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
  );
}

function utf16(content: string, littleEndian: boolean): Uint8Array {
  const encoded = Buffer.from(`\uFEFF${content}`, 'utf16le');
  return littleEndian ? encoded : encoded.swap16();
}

describe('text', () => {
  test.each<[string, Uint8Array]>([
    ['UTF-8', bytes(text)],
    ['UTF-8 with a byte order mark', bytes([0xef, 0xbb, 0xbf], text)],
    ['UTF-16, little-endian', utf16(text, true)],
    ['UTF-16, big-endian', utf16(text, false)],
    ['a part of a larger buffer', bytes('xxx', text).subarray(3)],
    ['UTF-16 at an odd place', bytes('x', [...utf16(text, false)]).subarray(1)],
  ])('%s', (_name, content) => {
    for (let pieceBytes = 1; pieceBytes <= content.length; pieceBytes += 1)
      expect(decodeText(content, pieceBytes), `${pieceBytes} bytes`).toStrictEqual({ type: 'text', text });
  });

  test('no bytes are no text to speak of', () => {
    expect(decodeText(new Uint8Array())).toStrictEqual({ type: 'text', text: '' });
  });

  test('a character that ends in zero bytes is cut short: the rest of its file is room that was reserved', () => {
    expect(decodeText(bytes('{"é": "', [0xe2, 0x82, 0, 0, 0]))).toMatchObject({ truncated: true, offset: 8 });
  });

  test('zero bytes among others are left for the parser', () => {
    expect(decodeText(bytes('{}\0\0'))).toStrictEqual({ type: 'text', text: '{}\0\0' });
  });

  test('any text is decoded as it was', () => {
    const anything = fc.string({ unit: 'binary' }).filter((content) => !/^(\uFEFF|\0*$)/.test(content));
    fc.assert(
      fc.property(anything, (content) => {
        expect(decodeText(bytes(content))).toStrictEqual({ type: 'text', text: content });
        expect(decodeText(utf16(content, true))).toStrictEqual({ type: 'text', text: content });
        expect(decodeText(utf16(content, false))).toStrictEqual({ type: 'text', text: content });
      }),
    );
  });
});

describe('no text', () => {
  test.each<[string, number[], number]>([
    ['Latin-1', [0xe9, 0x22, 0x7d], 0],
    ['a lone continuation', [0x80], 0],
    ['an overlong slash', [0xc0, 0xaf], 0],
    ['an overlong form of three bytes', [0xe0, 0x80, 0xaf], 0],
    ['a surrogate', [0xed, 0xa0, 0x80], 0],
    ['beyond the end of Unicode', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a byte that never occurs', [0xff, 0x22], 0],
    ['a character cut short by another', [0xe2, 0x82, 0x22], 0],
    ['after good characters', [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xfe, 0x20], 5],
  ])('%s', (_name, content, bad) => {
    const start = bytes('{"a":\n "');
    const offset = start.length + bad;
    const value = content[bad]?.toString(16).toUpperCase();
    const whole = bytes([...start], content, ' ');
    for (let pieceBytes = 1; pieceBytes <= whole.length; pieceBytes += 1) {
      expect(decodeText(whole, pieceBytes), `${pieceBytes} bytes`).toStrictEqual({
        type: 'not-text',
        message: `the file is not UTF-8: byte ${offset} (line 2) is 0x${value}. Write it with encoding="utf-8"`,
        offset,
        line: 2,
        truncated: false,
      });
    }
  });

  test.each<[string, number[]]>([
    ['half a pair', [0xff, 0xfe, 0x22, 0x00, 0x3d, 0xd8, 0x22, 0x00]],
    ['the second half of a pair', [0xff, 0xfe, 0x22, 0x00, 0x00, 0xde, 0x22, 0x00]],
    ['half a pair, big-endian', [0xfe, 0xff, 0x00, 0x22, 0xd8, 0x3d, 0x00, 0x22]],
  ])('UTF-16 with %s', (_name, content) => {
    expect(decodeText(Uint8Array.from(content))).toMatchObject({
      type: 'not-text',
      offset: 4,
      truncated: false,
    });
  });

  test('the first bad byte is the one where decoding stops', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (tail) => {
        const content = bytes('"é', [...tail]);
        const decoded = decodeText(content);
        expect(decoded.type === 'text').toBe(isUtf8(content));
        const offset = decoded.type === 'text' ? content.length : (decoded.offset ?? 0);
        expect(isUtf8(content.subarray(0, offset))).toBe(true);
        for (let end = offset + 1; end <= content.length; end += 1)
          expect(isUtf8(content.subarray(0, end))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the beginning of a file', () => {
  test.each([
    ['UTF-8', bytes(text)],
    ['UTF-16, little-endian', utf16(text, true)],
    ['UTF-16, big-endian', utf16(text, false)],
  ])('is truncated wherever it ends: %s', (_name, whole) => {
    for (let length = 3; length < whole.length; length += 1) {
      const decoded = decodeText(whole.subarray(0, length));
      const outcome = decoded.type === 'text' ? parseJson(decoded.text) : decoded;
      expect(outcome, `${length} bytes`).toMatchObject({ truncated: true });
    }
  });

  test('ends in the middle of a character', () => {
    expect(decodeText(bytes('"\n€').subarray(0, 4))).toStrictEqual({
      type: 'not-text',
      message:
        'the file ends in the middle of a character, at byte 2 (line 2): it is truncated, or still being written',
      offset: 2,
      line: 2,
      truncated: true,
    });
  });
});
