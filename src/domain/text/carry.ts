/** What is left of the pieces so far, put in front of the next one. */
export type Carry = {
  readonly length: number;
  /** @returns what is left, followed by the piece; valid until `keep` is called */
  with: (piece: Uint8Array) => Uint8Array;
  /** Adds the piece to what is left, without a look at it. */
  add: (piece: Uint8Array) => void;
  /** This part of the last `with` is left. The piece may be overwritten from now on. */
  keep: (rest: Uint8Array) => void;
};

/** Reuses one buffer: allocating one per piece is expensive. */
export function createCarry(): Carry {
  let memory = new Uint8Array();
  let length = 0;

  function add(piece: Uint8Array): void {
    if (memory.length - length < piece.length) {
      const larger = new Uint8Array(2 * length + piece.length);
      larger.set(memory.subarray(0, length));
      memory = larger;
    }
    memory.set(piece, length);
    length += piece.length;
  }

  return {
    get length() {
      return length;
    },
    with: (piece) => {
      if (length === 0) return piece;
      add(piece);
      return memory.subarray(0, length);
    },
    add,
    keep: (rest) => {
      if (rest.buffer === memory.buffer) memory.copyWithin(0, rest.byteOffset, rest.byteOffset + rest.length);
      else {
        length = 0;
        if (rest.length > 0) add(rest);
      }
      length = rest.length;
    },
  };
}
