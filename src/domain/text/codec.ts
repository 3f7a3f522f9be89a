/** Text in UTF-8 and back: the domain has no encoding of its own, so an adapter gives one. */
export type Codec = {
  encode: (text: string) => Uint8Array;
  /** Decodes the bytes from `start` up to `end`. Bytes that are not UTF-8 are replaced. */
  decode: (bytes: Uint8Array, start: number, end: number) => string;
  isUtf8: (bytes: Uint8Array) => boolean;
};
