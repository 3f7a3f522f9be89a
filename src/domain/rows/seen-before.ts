/**
 * Which of very many names come twice, at 16 to 32 bytes for each: a set of hashes of 64 bits, with open addressing.
 *
 * Two names of one hash are only suspected to be one: among a million names that happens by accident once in 37 million
 * times. Who asks looks at the suspects again.
 *
 * @see https://en.wikipedia.org/wiki/MurmurHash (the constants and the last mixing, of version 3)
 */

import { ROW, type PlainImage } from './plain-image.ts';
import { SPAN } from './plain-row.ts';
import type { Row } from './row.ts';
import { nameOf, type RowName } from './row-name.ts';

export type Suspicion = string;

export type SeenBefore = {
  /** Takes the name of a row. @returns the suspicion, where a name of the same hash was there before */
  add: (row: Row | PlainImage) => Suspicion | undefined;
};

const FEWEST_SLOTS = 1024;

/** What `add` would call the name of a row. */
export function suspicionOf(row: Row | PlainImage): Suspicion {
  hashName(nameOf(row));
  return `${low} ${high}`;
}

export function createSeenBefore(): SeenBefore {
  // Of very many runs, most have no rows.
  let slots = 0;
  let table = new Int32Array();
  let count = 0;

  /** @returns whether it was there */
  function put(first: number, second: number): boolean {
    let slot = first & (slots - 1);
    for (;;) {
      const one = table[slot * 2];
      const other = table[slot * 2 + 1];
      if (one === first && other === second) return true;
      if (one === 0 && other === 0) break;
      slot = (slot + 1) & (slots - 1);
    }
    table[slot * 2] = first;
    table[slot * 2 + 1] = second;
    count += 1;
    return false;
  }

  function grow(): void {
    const old = table;
    slots = Math.max(FEWEST_SLOTS, 2 * slots);
    table = new Int32Array(slots * 2);
    count = 0;
    for (let at = 0; at < old.length; at += 2) {
      const [a = 0, b = 0] = [old[at], old[at + 1]];
      if (a !== 0 || b !== 0) put(a, b);
    }
  }

  function putHash(): Suspicion | undefined {
    if (count * 2 >= slots) grow();
    return put(low, high) ? `${low} ${high}` : undefined;
  }

  return {
    add: (row) => {
      if ('row' in row || !hashPlain(row)) hashName(nameOf(row));
      return putHash();
    },
  };
}

/**
 * What `hashName` found: two numbers need no array of their own for each of a million rows. All are signed numbers of 32
 * bits, which need no object of their own either.
 */
let low = 0;
let high = 0;

function hashName(name: RowName): void {
  begin();
  for (const part of name) hashText(part);
  finish();
}

/** What is hashed so far. */
let a = 0;
let b = 0;

function begin(): void {
  a = 0x9747b28c | 0;
  b = 0x5bd1e995;
}

function takeLength(length: number): void {
  a = Math.imul(a ^ length, 0xcc9e2d51);
  b = Math.imul(b ^ length, 0x1b873593);
}

function nextA(before: number, code: number): number {
  const product = Math.imul(before ^ code, 0xcc9e2d51);
  return product ^ (product >>> 15);
}

function nextB(before: number, code: number): number {
  const product = Math.imul(before + code, 0x85ebca6b);
  return product ^ (product >>> 13);
}

function hashText(text: string | undefined): void {
  takeLength(text === undefined ? -1 : text.length);
  if (text === undefined) return;
  let first = a;
  let second = b;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    first = nextA(first, code);
    second = nextB(second, code);
  }
  a = first;
  b = second;
}

/** Most ids are ASCII, and need not become a string first. @returns false for any other */
function hashPlain(image: PlainImage): boolean {
  const { split, bytes, spans } = image[ROW];
  begin();
  hashText(split);
  if (!hashAscii(bytes, spans[SPAN.id] as number, spans[SPAN.id + 1] as number)) return false;
  finish();
  return true;
}

/** @returns whether all was ASCII, and so hashed as the text would be */
function hashAscii(bytes: Uint8Array, start: number, end: number): boolean {
  takeLength(end - start);
  let first = a;
  let second = b;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f) return false;
    first = nextA(first, byte);
    second = nextB(second, byte);
  }
  a = first;
  b = second;
  return true;
}

function finish(): void {
  low = mixed(a);
  // 0 and 0 is an empty slot.
  high = mixed(b ^ Math.imul(a, 0xc2b2ae35)) || 1;
}

function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
