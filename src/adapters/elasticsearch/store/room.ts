/** Memory for the bodies of requests, used again and again: fresh memory costs more than what is written into it. */
export type Room = {
  /** Some memory, of whatever it held before. */
  take: () => Uint8Array;
  /** Nobody looks at it any more. */
  giveBack: (bytes: Uint8Array) => void;
};

const LEAST_BYTES = 64 * 1024;

/** What lies idle at the most. */
const MOST_IDLE_BYTES = 32_000_000;
const MOST_IDLE = 16;

/** @param isReused without, memory is only given out: in the size that is usual */
export function createRoom(isReused = true): Room {
  const idle: Uint8Array[] = [];
  let idleBytes = 0;
  /** What the last one had grown to: the next one probably does. */
  let usual = LEAST_BYTES;
  return {
    take: () => {
      const bytes = idle.pop();
      if (bytes === undefined) return new Uint8Array(Buffer.allocUnsafeSlow(usual).buffer);
      idleBytes -= bytes.length;
      return bytes;
    },
    giveBack: (bytes) => {
      usual = bytes.length;
      if (!isReused) return;
      if (idle.length >= MOST_IDLE || idleBytes + bytes.length > MOST_IDLE_BYTES) return;
      idle.push(bytes);
      idleBytes += bytes.length;
    },
  };
}
