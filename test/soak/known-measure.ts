/** What a daemon needs for a folder whose files it knows all. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../support/wait-until.ts';
import type { RunningProgram } from './built-program.ts';
import { smallRun } from './many-runs.ts';
import { readMetrics } from './metrics.ts';
import { memoryOf, processorSeconds } from './process-figures.ts';

export type Measured = {
  way: string;
  watchingSeconds: number;
  processorSecondsUntilWatching: number;
  residentWatchingBytes: number;
  /** What each scan took, and the memory after it. */
  scanSeconds: number[];
  residentAfterScansBytes: number[];
  heapBytes: number | undefined;
  quietSeconds: number;
  quietScans: number;
  quietProcessorSeconds: number;
  newFileSeconds: number;
  peakBytes: number;
};

export type MeasureOptions = {
  way: string;
  folder: string;
  place: { url: string; prefix: string };
  statusPort: number;
  scanSeconds: number;
  scans: number;
  quietSeconds: number;
  /** The number of a run that is not there yet. */
  newRun: number;
};

const WATCHING_LIMIT_MILLISECONDS = 30 * 60_000;

/** Measures a daemon that has just been started. Throws where it ends, or does not find the new file. */
export async function measureKnown(daemon: RunningProgram, options: MeasureOptions): Promise<Measured> {
  const { statusPort, scanSeconds, scans, quietSeconds } = options;
  function memory() {
    const now = memoryOf(daemon.pid);
    if (now === undefined) throw new Error(`The daemon ended: ${daemon.said().slice(-500)}`);
    return now;
  }
  await waitUntil(
    () => memory() && daemon.said(),
    (said) => said.includes('"msg":"Watching"'),
    WATCHING_LIMIT_MILLISECONDS,
  );
  const watchingSeconds = (performance.now() - daemon.startedAt) / 1000;
  const processorSecondsUntilWatching = processorSeconds(daemon.pid);
  const residentWatchingBytes = memory().residentBytes;

  const eachScanSeconds: number[] = [];
  const residentAfterScansBytes: number[] = [];
  for (let scan = 0; scan < scans; scan += 1) {
    eachScanSeconds.push(await nextScan(statusPort, scanSeconds));
    residentAfterScansBytes.push(memory().residentBytes);
  }

  const used = processorSeconds(daemon.pid);
  const quietScans = await countScans(statusPort, quietSeconds);
  const quietProcessorSeconds = processorSeconds(daemon.pid) - used;

  const newFileSeconds = await timeNewFile(options);
  return {
    way: options.way,
    watchingSeconds,
    processorSecondsUntilWatching,
    residentWatchingBytes,
    scanSeconds: eachScanSeconds,
    residentAfterScansBytes,
    heapBytes: (await readMetrics(statusPort))?.get('nodejs_heap_size_used_bytes'),
    quietSeconds,
    quietScans,
    quietProcessorSeconds,
    newFileSeconds,
    peakBytes: memory().peakBytes,
  };
}

async function lastScanAt(port: number): Promise<number | undefined> {
  return (await readMetrics(port))?.get('runlens_last_scan_timestamp_seconds');
}

/** Waits until the metrics tell of one more scan, and says how long it took. */
async function nextScan(port: number, scanSeconds: number): Promise<number> {
  const before = await lastScanAt(port);
  await waitUntil(
    () => lastScanAt(port),
    (now) => now !== undefined && now !== before,
    scanSeconds * 1000 + 120_000,
  );
  return (await readMetrics(port))?.get('runlens_scan_seconds') ?? NaN;
}

/** Lets so much time pass and counts the scans in it, asking so seldom that it costs nothing. */
async function countScans(port: number, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  const times = new Set([await lastScanAt(port)]);
  for (let left = seconds * 1000; left > 0; left = until - performance.now()) {
    await sleep(Math.min(5000, left));
    times.add(await lastScanAt(port));
  }
  return times.size - 1;
}

/** From the writing of a file to the first search that finds its run. */
async function timeNewFile({ folder, place, newRun }: MeasureOptions): Promise<number> {
  await writeFile(join(folder, 'project-0', 'sweep-0', `run-${newRun}.json`), smallRun(newRun));
  const written = performance.now();
  const query = encodeURIComponent(`run.id:"run-${newRun}"`);
  await waitUntil(
    async () => {
      const answer = await fetch(`${place.url}/${place.prefix}-experiments/_count?q=${query}`);
      return ((await answer.json()) as { count: number }).count;
    },
    (count) => count === 1,
    180_000,
  );
  return (performance.now() - written) / 1000;
}
