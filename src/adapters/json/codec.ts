import type { Codec } from '../../domain/rows/shape.ts';

const encoder = new TextEncoder();

type Slice = (this: Uint8Array, start: number, end: number) => string;

/** Works on any bytes, where `toString` wants them to be a Buffer, which would have to be made for each of a million texts. */
const { utf8Slice } = Buffer.prototype as unknown as { utf8Slice: Slice };

/** What is decoded must be UTF-8, or it is replaced. */
export const codec: Codec = {
  encode: (text) => encoder.encode(text),
  decode: (bytes, start, end) => utf8Slice.call(bytes, start, end),
};
