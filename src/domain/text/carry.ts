/** What is left of pieces that were looked at, put in front of the next one. */
export type Carry = {
  readonly length: number;
  /** @returns what is left with the piece behind it: until `keep` is called */
  with: (piece: Uint8Array) => Uint8Array;
  /** The piece is put behind what is left, and not looked at yet. */
  add: (piece: Uint8Array) => void;
  /** Of what was given out last, this is left: the piece is its giver's again. */
  keep: (rest: Uint8Array) => void;
};

/** Of memory that is used again and again: pieces are many, and fresh memory is dear. */
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
