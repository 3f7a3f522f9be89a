import { isUtf8 } from 'node:buffer';
import type { Codec } from '../domain/text/codec.ts';

const encoder = new TextEncoder();

type Slice = (this: Uint8Array, start: number, end: number) => string;

/** `toString` needs a Buffer, and making one for each of a million texts is expensive; this works on any bytes. */
const { utf8Slice } = Buffer.prototype as unknown as { utf8Slice: Slice };

export const codec: Codec = {
  encode: (text) => encoder.encode(text),
  decode: (bytes, start, end) => utf8Slice.call(bytes, start, end),
  isUtf8,
};
