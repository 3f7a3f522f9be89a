/** Where bytes stop being UTF-8; `truncated`: they end in the middle of a character that began well. */
export type BadByte = { offset: number; truncated: boolean };

/** The first byte of the first sequence that is no UTF-8 character, as the Unicode standard's table 3-7 has it. */
export function firstBadByte(bytes: Uint8Array): BadByte | undefined {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const length = sequenceLength(lead);
    if (length === 0) return { offset: at, truncated: false };
    for (let index = 1; index < length; index += 1) {
      const byte = bytes[at + index];
      if (byte === undefined) return { offset: at, truncated: true };
      if (!isContinuation(byte, index === 1 ? lead : 0)) return { offset: at, truncated: false };
    }
    at += length;
  }
  return undefined;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** The second byte's range is narrower after four of the first bytes: overlong forms, surrogates, the end of Unicode. */
function isContinuation(byte: number, lead: number): boolean {
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return byte >= lowest && byte <= highest;
}
