import { createCarry } from './carry.ts';

const NOTHING: Uint8Array = new Uint8Array();

/** A value of more bytes than this is looked at again only when twice as many have come. */
const MANY_BYTES = 1_000_000;

/** Of a text that comes in pieces, what has come and was not taken yet. */
export type Window = {
  readonly bytes: Uint8Array;
  /** What lies before is taken. */
  at: number;
  /** How many bytes are kept while the window is closed. */
  readonly keptBytes: number;
  /**
   * Adds a piece to what is kept; the piece may be overwritten once the window is closed. While too little of a long value
   * has come, there are no bytes: else it would be scanned once for each of its pieces.
   */
  open: (piece: Uint8Array) => void;
  /** Opens the window a last time, without a piece. */
  openLast: () => void;
  /** Keeps what is not taken. */
  close: () => void;
  /** What is kept. */
  kept: () => Uint8Array;
};

/** @param longest what is longer is refused, so that it need not be waited for */
export function createWindow(longest: number): Window {
  const carry = createCarry();
  let enough = 0;
  let isOpen = false;

  function open(piece: Uint8Array): void {
    isOpen = carry.length + piece.length >= enough;
    if (isOpen) window.bytes = carry.with(piece);
    else carry.add(piece);
  }

  const window = {
    bytes: NOTHING,
    at: 0,
    get keptBytes() {
      return carry.length;
    },
    open,
    openLast: () => {
      enough = 0;
      open(NOTHING);
    },
    close: () => {
      if (!isOpen) return;
      carry.keep(window.bytes.subarray(window.at));
      window.bytes = NOTHING;
      window.at = 0;
      enough = carry.length < MANY_BYTES ? 0 : Math.min(2 * carry.length, longest);
    },
    kept: () => carry.with(NOTHING),
  };
  return window;
}
