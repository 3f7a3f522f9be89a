import { setTimeout as sleep } from 'node:timers/promises';

/** Limits are meant for a quiet machine; on one that is shared everything takes longer, and nobody waits for what holds. */
const PATIENCE = 3;

/** Waits until something holds, looking again and again. Throws with what it saw last when it takes too long. */
export async function waitUntil<Value>(
  look: () => Promise<Value> | Value,
  holds: (value: Value) => boolean,
  milliseconds = 20_000,
): Promise<Value> {
  const until = Date.now() + milliseconds * PATIENCE;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > until)
      throw new Error(`Not within ${milliseconds * PATIENCE} ms. Seen last: ${JSON.stringify(value)}`);
    await sleep(200);
  }
}
