import { type KibanaAttempt, type KibanaFailure, passesByItself } from '../../domain/dashboards/failure.ts';
import type { DashboardPorts } from '../../domain/dashboards/ports.ts';
import type { Clock } from '../../ingest/ports/clock.ts';

export type Patience = {
  clock: Pick<Clock, 'elapsed' | 'wait'>;
  /** How long to wait for a Kibana that is starting. */
  waitSeconds: number;
  /** The time limit of one answer. */
  requestTimeoutMilliseconds: number;
  signal: AbortSignal;
  /** Called once, when the wait begins. */
  onWaiting: (why: KibanaFailure) => void;
};

const PAUSE_MILLISECONDS = 1000;

/** The time limit of one attempt: long enough for a Kibana under load, short enough to notice a restart. */
const SHORTEST_ATTEMPT_MILLISECONDS = 5000;
const LONGEST_ATTEMPT_MILLISECONDS = 20_000;

/** Kibana's version. Waits while a failure may pass without intervention, and returns other failures at once. */
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
