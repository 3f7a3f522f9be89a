/**
 * Which of very many names come twice, at 16 to 32 bytes for each: a set of hashes of 64 bits, with open addressing.
 *
 * Two names of one hash are only suspected to be one: among a million names that happens by accident once in 37 million
 * times. Who asks looks at the suspects again.
 *
 * @see https://en.wikipedia.org/wiki/MurmurHash (the constants and the last mixing, of version 3)
 */

export type Suspicion = string;

export type SeenBefore = {
  /** Takes a name, given in parts. @returns the suspicion, where a name of the same hash was there before */
  add: (parts: readonly (string | undefined)[]) => Suspicion | undefined;
};

/** What `add` would call a name. */
export function suspicionOf(parts: readonly (string | undefined)[]): Suspicion {
  hashParts(parts);
  return `${low} ${high}`;
}

export function createSeenBefore(): SeenBefore {
  let slots = 1024;
  let table = new Uint32Array(slots * 2);
  let count = 0;

  /** @returns whether it was there */
  function put(first: number, second: number): boolean {
    let slot = first & (slots - 1);
    for (;;) {
      const [a = 0, b = 0] = [table[slot * 2], table[slot * 2 + 1]];
      if (a === first && b === second) return true;
      if (a === 0 && b === 0) break;
      slot = (slot + 1) & (slots - 1);
    }
    table[slot * 2] = first;
    table[slot * 2 + 1] = second;
    count += 1;
    return false;
  }

  function grow(): void {
    const old = table;
    slots *= 2;
    table = new Uint32Array(slots * 2);
    count = 0;
    for (let at = 0; at < old.length; at += 2) {
      const [a = 0, b = 0] = [old[at], old[at + 1]];
      if (a !== 0 || b !== 0) put(a, b);
    }
  }

  return {
    add: (parts) => {
      hashParts(parts);
      if (put(low, high)) return `${low} ${high}`;
      if (count * 2 > slots) grow();
      return undefined;
    },
  };
}

/** What `hashParts` found: two numbers need no array of their own for each of a million rows. */
let low = 0;
let high = 0;

function hashParts(parts: readonly (string | undefined)[]): void {
  let a = 0x9747b28c;
  let b = 0x5bd1e995;
  for (const part of parts) {
    const length = part === undefined ? -1 : part.length;
    a = Math.imul(a ^ length, 0xcc9e2d51);
    b = Math.imul(b ^ length, 0x1b873593);
    for (let at = 0; at < length; at += 1) {
      const code = part?.charCodeAt(at) ?? 0;
      a = Math.imul(a ^ code, 0xcc9e2d51);
      a ^= a >>> 15;
      b = Math.imul(b + code, 0x85ebca6b);
      b ^= b >>> 13;
    }
  }
  low = mixed(a);
  // 0 and 0 is an empty slot.
  high = mixed(b ^ Math.imul(a, 0xc2b2ae35)) || 1;
}

function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
