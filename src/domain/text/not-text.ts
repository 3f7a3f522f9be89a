/**
 * `offset` is that of the first bad byte, `line` (from 1) the one it is on. `truncated`: the bytes may be the
 * beginning of good text, or room that a writer reserved.
 */
export type NotText = {
  type: 'not-text';
  message: string;
  offset?: number;
  line?: number;
  truncated: boolean;
};

/** Takes content in pieces and gives it back as UTF-8, characters whole. After the first fault it must be given no more. */
export type Utf8Pieces = {
  add: (piece: Uint8Array) => Uint8Array | NotText;
  /** There are no more pieces. */
  end: () => Uint8Array | NotText;
};

export function notText(message: string, offset: number): NotText {
  return { type: 'not-text', message, offset, truncated: false };
}

/** The text ends at `offset`, in the middle of a character. */
export function cutCharacter(kind: string, place: string, offset: number): NotText {
  const message = `the file ends in the middle of a ${kind}, at ${place}: it is truncated, or still being written`;
  return { type: 'not-text', message, offset, truncated: true };
}
