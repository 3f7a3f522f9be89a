import { register } from 'prom-client';
import { expect, test } from 'vitest';
import { FILE_STATUSES } from '../../domain/ledger/entry.ts';
import { createMetrics, type Metrics } from './metrics.ts';

/** The samples of the text format by their names, labels included, and the types by the names of the metrics. */
async function parse(metrics: Metrics) {
  const samples: Record<string, number> = {};
  const types: Record<string, string> = {};
  for (const line of (await metrics.text()).split('\n')) {
    const type = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (type !== null) types[type[1] ?? ''] = type[2] ?? '';
    if (line === '' || line.startsWith('#')) continue;
    const sample = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/.exec(line);
    expect(sample, line).not.toBeNull();
    samples[sample?.[1] ?? ''] = Number(sample?.[2]);
  }
  return { samples, types };
}

function ours(names: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(names).filter(([name]) => name.startsWith('runlens_')));
}

function withoutBuckets(samples: Record<string, number>) {
  return Object.fromEntries(Object.entries(ours(samples)).filter(([name]) => !name.includes('_bucket')));
}

const NOTHING_YET = {
  ...Object.fromEntries(FILE_STATUSES.map((status) => [`runlens_files{status="${status}"}`, 0])),
  runlens_lag_seconds_sum: 0,
  runlens_lag_seconds_count: 0,
  runlens_bytes_read_total: 0,
  runlens_retries_total: 0,
  runlens_paused: 0,
  runlens_back_off_seconds: 0,
  runlens_last_scan_timestamp_seconds: 0,
  runlens_scan_seconds: 0,
  runlens_watcher_up: 0,
};

test('every metric has its type, and is there with 0 before anything happened', async () => {
  const { samples, types } = await parse(createMetrics());
  expect(withoutBuckets(samples)).toEqual(NOTHING_YET);
  expect(ours(types)).toEqual({
    runlens_files: 'gauge',
    runlens_documents_total: 'counter',
    runlens_bytes_read_total: 'counter',
    runlens_lag_seconds: 'histogram',
    runlens_retries_total: 'counter',
    runlens_paused: 'gauge',
    runlens_back_off_seconds: 'gauge',
    runlens_last_scan_timestamp_seconds: 'gauge',
    runlens_scan_seconds: 'gauge',
    runlens_watcher_up: 'gauge',
  });
});

test('what is told is counted', async () => {
  const metrics = createMetrics();
  const { observer } = metrics;
  observer.documents('scores', 7);
  observer.documents('scores', 3);
  observer.documents('images', 100);
  observer.bytesRead(1000);
  observer.bytesRead(24);
  observer.retried();
  observer.retried();
  observer.scanned({ seconds: 0.25, at: 1_800_000_000.5 });
  observer.watcher(true);
  observer.files({ reading: 1, waiting: 2, indexed: 30, partial: 4, rejected: 5, gone: 6 });
  const { samples } = await parse(metrics);
  expect(withoutBuckets(samples)).toEqual({
    ...NOTHING_YET,
    'runlens_documents_total{index="scores"}': 10,
    'runlens_documents_total{index="images"}': 100,
    runlens_bytes_read_total: 1024,
    runlens_retries_total: 2,
    runlens_scan_seconds: 0.25,
    runlens_last_scan_timestamp_seconds: 1_800_000_000.5,
    runlens_watcher_up: 1,
    'runlens_files{status="reading"}': 1,
    'runlens_files{status="waiting"}': 2,
    'runlens_files{status="indexed"}': 30,
    'runlens_files{status="partial"}': 4,
    'runlens_files{status="rejected"}': 5,
    'runlens_files{status="gone"}': 6,
  });
});

test('the lag falls into buckets, and is none where a clock is ahead', async () => {
  const metrics = createMetrics();
  for (const lag of [0.2, 3, 4, 200_000, -5]) metrics.observer.searchable(lag);
  const { samples } = await parse(metrics);
  const upTo = (bound: string) => samples[`runlens_lag_seconds_bucket{le="${bound}"}`];
  expect(['0.5', '2', '5', '86400', '+Inf'].map(upTo)).toEqual([2, 2, 4, 4, 5]);
  expect(samples['runlens_lag_seconds_sum']).toBe(200_007.2);
});

test('a pause begins with its back-off, which follows each attempt, and ends', async () => {
  const metrics = createMetrics();
  async function state() {
    const { samples } = await parse(metrics);
    return [samples['runlens_paused'], samples['runlens_back_off_seconds']];
  }
  metrics.observer.paused('No connection.', 0.5);
  expect(await state()).toEqual([1, 0.5]);
  metrics.observer.paused('No connection.', 30);
  expect(await state()).toEqual([1, 30]);
  metrics.observer.resumed();
  expect(await state()).toEqual([0, 0]);
  metrics.observer.watcher(true);
  metrics.observer.watcher(false);
  expect((await parse(metrics)).samples['runlens_watcher_up']).toBe(0);
});

test('the process is there too, and each registry is its own', async () => {
  const metrics = createMetrics();
  const other = createMetrics();
  metrics.observer.retried();
  expect((await parse(other)).samples['runlens_retries_total']).toBe(0);
  const { samples } = await parse(metrics);
  expect(samples['process_resident_memory_bytes']).toBeGreaterThan(1e6);
  expect(samples).toHaveProperty('nodejs_eventloop_lag_p99_seconds');
  expect(register.getMetricsAsArray()).toEqual([]);
});
