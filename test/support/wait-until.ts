import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds, looking again and again. Throws with what it saw last when it takes too long. */
export async function waitUntil<Value>(
  look: () => Promise<Value> | Value,
  holds: (value: Value) => boolean,
  milliseconds = 20_000,
): Promise<Value> {
  const until = Date.now() + milliseconds;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > until)
      throw new Error(`Not within ${milliseconds} ms. Seen last: ${JSON.stringify(value)}`);
    await sleep(200);
  }
}
