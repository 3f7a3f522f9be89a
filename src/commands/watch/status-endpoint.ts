import { systemClock } from '../../adapters/clock.ts';
import { combineObservers } from '../../adapters/status/combine.ts';
import { createHealth } from '../../adapters/status/health.ts';
import type { Config } from '../../config/schema.ts';
import { silentObserver, type Observer } from '../../ingest/ports/observer.ts';
import type { Log } from '../../ingest/ports/log.ts';
import type { Report } from '../../output/report.ts';

type Status = { type: 'open'; observer: Observer; close: () => Promise<void> };

/** The status endpoint, where one is asked for. */
export async function openStatus(
  { status_port: port, poll_seconds, scan_seconds }: Config['watch'],
  log: Log,
): Promise<Status | (Report & { type: 'failure' })> {
  if (port === undefined) return { type: 'open', observer: silentObserver, close: async () => {} };
  // Loaded only where it is asked for: the metrics' library costs time at every start.
  const { createMetrics } = await import('../../adapters/status/metrics.ts');
  const { startStatusServer } = await import('../../adapters/status/server.ts');
  const metrics = createMetrics();
  const health = createHealth({ clock: systemClock, scanIntervalSeconds: poll_seconds ?? scan_seconds });
  const server = await startStatusServer(port, { readiness: health.readiness, metrics });
  if (server.type !== 'listening') {
    return {
      type: 'failure',
      failure: { what: 'no status endpoint', why: server.reason, advice: 'Choose another --status-port.' },
    };
  }
  log.info({ url: `http://127.0.0.1:${server.port}` }, 'The status endpoint answers');
  return {
    type: 'open',
    observer: combineObservers([metrics.observer, health.observer]),
    close: server.close,
  };
}
