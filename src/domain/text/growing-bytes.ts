/** Bytes that grow at their end: of what is in there, nothing changes any more. */
export type GrowingBytes = {
  /** More than are in use: up to `length`. */
  bytes: Uint8Array;
  length: number;
};

/** Makes room for so many bytes more. @returns what they are to be written into, from `length` on */
export function reserve(into: GrowingBytes, more: number): Uint8Array {
  const { bytes, length } = into;
  if (bytes.length - length >= more) return bytes;
  const larger = new Uint8Array(Math.max(2 * bytes.length, length + more));
  larger.set(bytes.subarray(0, length));
  into.bytes = larger;
  return larger;
}

export function append(into: GrowingBytes, bytes: Uint8Array): void {
  reserve(into, bytes.length).set(bytes, into.length);
  into.length += bytes.length;
}
