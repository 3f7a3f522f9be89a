import { type KibanaAttempt, type KibanaFailure, passesByItself } from '../../domain/dashboards/failure.ts';
import type { DashboardPorts } from '../../domain/dashboards/ports.ts';
import type { Clock } from '../../ingest/ports/clock.ts';

export type Patience = {
  clock: Pick<Clock, 'elapsed' | 'wait'>;
  /** How long a Kibana that is not there yet is waited for. */
  waitSeconds: number;
  /** The longest that one answer may take. */
  requestTimeoutMilliseconds: number;
  signal: AbortSignal;
  /** Told once, when the waiting begins. */
  onWaiting: (why: KibanaFailure) => void;
};

const PAUSE_MILLISECONDS = 1000;

/** One attempt: long enough for a Kibana under load, short enough to notice one that begins anew. */
const SHORTEST_ATTEMPT_MILLISECONDS = 5000;
const LONGEST_ATTEMPT_MILLISECONDS = 20_000;

/** Kibana's version. What passes by itself is waited for; whatever else is wrong is said at once. */
export async function waitForKibana(
  readVersion: DashboardPorts['readVersion'],
  { clock, waitSeconds, requestTimeoutMilliseconds, signal, onWaiting }: Patience,
): Promise<KibanaAttempt<string>> {
  const until = clock.elapsed() + waitSeconds * 1000;
  for (let attempt = 1; ; attempt += 1) {
    const left = Math.max(until - clock.elapsed(), SHORTEST_ATTEMPT_MILLISECONDS);
    const answer = await readVersion(
      Math.min(left, LONGEST_ATTEMPT_MILLISECONDS, requestTimeoutMilliseconds),
    );
    if (answer.type === 'ok' || !passesByItself(answer)) return answer;
    if (clock.elapsed() + PAUSE_MILLISECONDS > until) {
      const waited = attempt === 1 ? '' : ` Waited for ${waitSeconds} seconds; --wait says how long.`;
      return { ...answer, reason: answer.reason + waited };
    }
    if (attempt === 1) onWaiting(answer);
    await clock.wait(PAUSE_MILLISECONDS, signal);
  }
}
