/** Reuses the memory of request bodies: allocating it costs more than filling it. */
export type BufferPool = {
  /** A buffer with arbitrary content. */
  take: () => Uint8Array;
  /** Returns a buffer to the pool. Do not use it afterwards. */
  release: (bytes: Uint8Array) => void;
};

const LEAST_BYTES = 64 * 1024;

/** Buffers beyond these limits are left to the garbage collector. */
const MOST_IDLE_BYTES = 32_000_000;
const MOST_IDLE = 16;

/** @param isReused without it, released buffers only tell how large the next one should be */
export function createBufferPool(isReused = true): BufferPool {
  const idle: Uint8Array[] = [];
  let idleBytes = 0;
  /** The size of the last released buffer, which the next body probably needs as well. */
  let usual = LEAST_BYTES;
  return {
    take: () => {
      const bytes = idle.pop();
      if (bytes === undefined) return new Uint8Array(Buffer.allocUnsafeSlow(usual).buffer);
      idleBytes -= bytes.length;
      return bytes;
    },
    release: (bytes) => {
      usual = bytes.length;
      if (!isReused) return;
      if (idle.length >= MOST_IDLE || idleBytes + bytes.length > MOST_IDLE_BYTES) return;
      idle.push(bytes);
      idleBytes += bytes.length;
    },
  };
}
