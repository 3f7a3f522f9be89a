/** Text in UTF-8 that is put together from pieces, one document after the other. */

import type { Codec } from '../shape.ts';

export type TextBuffer = {
  /** Begins a text that has no more than so many bytes of its own, besides what is added by `text`. */
  begin: (mostBytes: number) => void;
  bytes: (from: Uint8Array, start: number, end: number) => void;
  all: (bytes: Uint8Array) => void;
  /** What has to be encoded first. */
  text: (text: string) => void;
  /** What was put together since `begin`. It stays as it is. */
  end: () => Uint8Array;
};

const BLOCK_BYTES = 64 * 1024;

/** Up to here a loop is faster than a call. */
const FEW = 48;

export function createTextBuffer(codec: Codec): TextBuffer {
  let block = new Uint8Array(BLOCK_BYTES);
  let start = 0;
  let at = 0;
  let most = 0;

  function reserve(bytes: number): void {
    if (block.length - at >= bytes) return;
    const larger = new Uint8Array(Math.max(BLOCK_BYTES, at - start + bytes));
    larger.set(block.subarray(start, at));
    at -= start;
    start = 0;
    block = larger;
  }

  function copy(from: Uint8Array, first: number, last: number): void {
    if (last - first > FEW) {
      block.set(from.subarray(first, last), at);
      at += last - first;
      return;
    }
    // In variables of its own: those of the closure would be stored once for each byte.
    const target = block;
    let to = at;
    for (let n = first; n < last; n += 1) {
      target[to] = from[n] as number;
      to += 1;
    }
    at = to;
  }

  return {
    begin: (mostBytes) => {
      most = mostBytes;
      start = at;
      reserve(mostBytes);
    },
    bytes: copy,
    all: (bytes) => {
      if (bytes.length <= FEW) return copy(bytes, 0, bytes.length);
      block.set(bytes, at);
      at += bytes.length;
    },
    text: (text) => {
      const bytes = codec.encode(text);
      reserve(most + bytes.length);
      copy(bytes, 0, bytes.length);
    },
    end: () => block.subarray(start, at),
  };
}
