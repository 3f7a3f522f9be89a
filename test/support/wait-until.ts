import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until something holds, for programs that run outside of Vitest. Tests use `vi.waitFor`.
 *
 * @param milliseconds how long, on a quiet machine: a shared one is given three times as much
 * @throws with what was seen last
 */
export async function waitUntil<Value>(
  look: () => Promise<Value> | Value,
  holds: (value: Value) => boolean,
  milliseconds = 20_000,
): Promise<Value> {
  const limit = milliseconds * 3;
  const until = Date.now() + limit;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > until) throw new Error(`Not within ${limit} ms. Seen last: ${JSON.stringify(value)}`);
    await sleep(200);
  }
}
