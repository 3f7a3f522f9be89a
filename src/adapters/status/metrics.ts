import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { FILE_STATUSES } from '../../domain/ledger/entry.ts';
import { silentObserver, type Observer } from '../../ingest/ports/observer.ts';

export type Metrics = {
  observer: Observer;
  contentType: string;
  /** Everything in the text format of Prometheus. */
  text: () => Promise<string>;
};

/** In seconds: from a folder that settles at once to an Elasticsearch that was down over night. */
const LAG_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400];

/** Counts the pipeline's events, in a registry of its own, together with the usual figures of the process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  collectDefaultMetrics({ register: registry });

  const files = new Gauge({
    name: 'runlens_files',
    help: 'Files in the ledger, by status',
    labelNames: ['status'],
    registers,
  });
  for (const status of FILE_STATUSES) files.set({ status }, 0);
  const documents = new Counter({
    name: 'runlens_documents_total',
    help: 'Documents that Elasticsearch has taken, by index',
    labelNames: ['index'],
    registers,
  });
  const lag = new Histogram({
    name: 'runlens_lag_seconds',
    help: 'Time from the last change of a file until its documents could be found',
    buckets: LAG_BUCKETS,
    registers,
  });
  const bytesRead = counter('runlens_bytes_read_total', 'Bytes of content that were read from files');
  const retries = counter('runlens_retries_total', 'Times that something was sent to Elasticsearch again');
  const paused = gauge('runlens_paused', '1 while Elasticsearch accepts no writes, else 0');
  const backOff = gauge('runlens_back_off_seconds', 'Wait before the next attempt; 0 while not paused');
  const lastScan = gauge('runlens_last_scan_timestamp_seconds', 'When the last scan ended, in Unix time');
  const scan = gauge('runlens_scan_seconds', 'How long the last scan took');
  const watcher = gauge('runlens_watcher_up', '1 while a watcher hints at changes, 0 with scans alone');

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observer: {
      ...silentObserver,
      documents: (index, count) => documents.inc({ index }, count),
      bytesRead: (bytes) => bytesRead.inc(bytes),
      // A machine whose clock is ahead writes files in the future: no lag instead of a negative one.
      searchable: (lagSeconds) => lag.observe(Math.max(0, lagSeconds)),
      retried: () => retries.inc(),
      paused: (_reason, backOffSeconds) => {
        paused.set(1);
        backOff.set(backOffSeconds);
      },
      resumed: () => {
        paused.set(0);
        backOff.set(0);
      },
      scanned: ({ seconds, at }) => {
        scan.set(seconds);
        lastScan.set(at);
      },
      files: (counts) => {
        for (const status of FILE_STATUSES) files.set({ status }, counts[status]);
      },
      watcher: (isUp) => watcher.set(isUp ? 1 : 0),
    },
  };
}
