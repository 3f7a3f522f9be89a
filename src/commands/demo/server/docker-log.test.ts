import { expect, test } from 'vitest';
import { demultiplex } from './docker-log.ts';

function frame(stream: 1 | 2, text: string): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

test('both streams come out as one text, in order', () => {
  const log = Buffer.concat([frame(1, 'starting…\n'), frame(2, 'error: no memory\n')]);
  expect(demultiplex(log)).toBe('starting…\nerror: no memory\n');
});

test('a frame cut off at its end gives what there is of it', () => {
  expect(demultiplex(frame(1, 'abcdef').subarray(0, -3))).toBe('abc');
  expect(demultiplex(frame(1, 'abc').subarray(0, 5))).toBe('');
});
