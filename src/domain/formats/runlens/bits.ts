/** A set of non-negative integers, with one bit for each. */
export type Bits = {
  add: (position: number) => void;
  has: (position: number) => boolean;
  size: () => number;
};

export function createBits(): Bits {
  let bytes = new Uint8Array(1024);
  let size = 0;
  const has = (position: number) => ((bytes[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
  return {
    add: (position) => {
      if (has(position)) return;
      if (position >> 3 >= bytes.length) {
        const larger = new Uint8Array(Math.max(bytes.length * 2, (position >> 3) + 1));
        larger.set(bytes);
        bytes = larger;
      }
      bytes[position >> 3] = (bytes[position >> 3] ?? 0) | (1 << (position & 7));
      size += 1;
    },
    has,
    size: () => size,
  };
}
