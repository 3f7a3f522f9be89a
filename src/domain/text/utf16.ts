import { concat } from './bytes.ts';
import type { Codec } from './codec.ts';
import { cutCharacter, notText, type NotText, type Utf8Pieces } from './not-text.ts';

const NOTHING: Uint8Array = new Uint8Array();

/** More arguments than this may be too many for one call. */
const UNITS_AT_ONCE = 4096;

/** Turns pieces of UTF-16 into UTF-8. */
export function utf16(codec: Codec, littleEndian: boolean): Utf8Pieces {
  let rest = NOTHING;
  let offset = 0;

  function transcode(bytes: Uint8Array): Uint8Array | NotText {
    const units = unitsOf(bytes, littleEndian);
    const fault = firstFault(units, offset, bytes.length);
    offset += bytes.length;
    return fault ?? codec.encode(textOf(units));
  }

  return {
    add: (piece) => {
      const bytes = rest.length === 0 ? piece : concat(rest, piece);
      let whole = bytes.length - (bytes.length % 2);
      const high = bytes[littleEndian ? whole - 1 : whole - 2] ?? 0;
      if (high >= 0xd8 && high <= 0xdb) whole -= 2;
      rest = bytes.slice(whole);
      return transcode(bytes.subarray(0, whole));
    },
    end: () => (rest.length === 0 ? NOTHING : transcode(rest)),
  };
}

function unitsOf(bytes: Uint8Array, littleEndian: boolean): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, n) => view.getUint16(2 * n, littleEndian));
}

function textOf(units: Uint16Array): string {
  let text = '';
  for (let start = 0; start < units.length; start += UNITS_AT_ONCE)
    text += String.fromCharCode(...units.subarray(start, start + UNITS_AT_ONCE));
  return text;
}

/**
 * A pair of surrogates is one character; a half without its other half is none.
 *
 * @param from where in the file the units begin
 */
function firstFault(units: Uint16Array, from: number, bytes: number): NotText | undefined {
  for (let n = 0; n < units.length; n += 1) {
    const unit = units[n] ?? 0;
    if (!isBetween(unit, 0xd8_00, 0xdf_ff)) continue;
    const offset = from + 2 * n;
    const next = units[n + 1];
    const isHigh = unit <= 0xdb_ff;
    if (isHigh && next === undefined) return cutOff(offset);
    if (!isHigh || !isBetween(next ?? 0, 0xdc_00, 0xdf_ff)) {
      const message = `the file is not UTF-16, although it begins like it: byte ${offset} begins half a character`;
      return notText(message, offset);
    }
    n += 1;
  }
  return bytes % 2 === 1 ? cutOff(from + bytes - 1) : undefined;
}

function isBetween(unit: number, first: number, last: number): boolean {
  return unit >= first && unit <= last;
}

function cutOff(offset: number): NotText {
  return cutCharacter('UTF-16 character', `byte ${offset}`, offset);
}
