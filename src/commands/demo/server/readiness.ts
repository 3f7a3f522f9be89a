import { setTimeout as sleep } from 'node:timers/promises';

const pollMilliseconds = 100;
const requestMilliseconds = 5_000;

export type PollOutcome<T> =
  | { type: 'there'; value: T }
  | { type: 'ended' }
  | { type: 'too-late' }
  | { type: 'aborted' };

/** Asks repeatedly until there is an answer, the server has ended, the time is up or the signal is aborted. */
export async function poll<T>(
  ask: () => Promise<T | undefined>,
  limits: { deadline: number; hasEnded: () => boolean | Promise<boolean>; signal?: AbortSignal | undefined },
): Promise<PollOutcome<T>> {
  for (;;) {
    if (limits.signal?.aborted) return { type: 'aborted' };
    const value = await ask();
    if (value !== undefined) return { type: 'there', value };
    if (await limits.hasEnded()) return { type: 'ended' };
    if (performance.now() > limits.deadline) return { type: 'too-late' };
    await sleep(pollMilliseconds);
  }
}

/** Whether the server can be used. `/_cluster/health`, because the bare server has no `/`. */
export async function isHealthy(url: string): Promise<true | undefined> {
  const health = await fetchJson(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`);
  return health === undefined ? undefined : true;
}

/** The version that the server itself reports. */
export async function serverVersion(url: string): Promise<string | undefined> {
  const answer = await fetchJson(`${url}/_nodes/_local?filter_path=nodes.*.version`);
  const { nodes } = (answer ?? {}) as { nodes?: Record<string, { version?: string }> };
  return Object.values(nodes ?? {}).at(0)?.version;
}

async function fetchJson(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(requestMilliseconds) });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
