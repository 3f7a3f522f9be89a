import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyProgram, startProgram, type RunningProgram } from '../../test/soak/built-program.ts';
import { measureKnown } from '../../test/soak/known-measure.ts';
import { writeManyRuns } from '../../test/soak/many-runs.ts';
import { readiness } from '../../test/soak/metrics.ts';
import { memoryOf } from '../../test/soak/process-figures.ts';
import { unusedPort } from '../../test/soak/unused-port.ts';
import { createWorkspace } from '../../test/support/workspace.ts';
import { runToEnd } from './run-to-end.ts';

export type Way = 'watcher' | 'poll';

export type Start = {
  way: Way;
  /** From the start of the process until the status endpoint says that it is ready. */
  readySeconds: number;
  processorSecondsUntilReady: number;
  peakUntilReadyBytes: number;
  /** Over the whole life, the scans after the start and one new file included. */
  peakBytes: number;
  /** Resident after the last scan. */
  settledBytes: number;
  heapBytes: number | undefined;
  scanSeconds: number;
};

export type StartsOptions = {
  files: number;
  ways: readonly Way[];
  rounds: number;
  /** A folder for a processor profile of each daemon. */
  profile: string | undefined;
};

/** Between the scans after the start, of which some must have passed before the memory counts as settled. */
const SCAN_SECONDS = 5;
const SCANS = 3;
const ASK_MILLISECONDS = 50;

/** Writes so many small runs, takes them in, and starts the built program on them again and again. */
export async function measureStarts(url: string, options: StartsOptions): Promise<Start[]> {
  const { files, ways, rounds, profile } = options;
  const workspace = await createWorkspace(url);
  const { folder, prefix, aside: top } = workspace;
  try {
    mkdirSync(join(top, 'program'));
    const program = copyProgram(join(top, 'program'));
    const statusPort = await unusedPort();
    const watch = { scan_seconds: SCAN_SECONDS, status_port: statusPort };
    const config = { elasticsearch: { nodes: [url] }, prefix, watch };
    writeFileSync(join(top, 'runlens.config.json'), JSON.stringify(config));

    tell(`Writing and ingesting ${files.toLocaleString('en')} files.`);
    await writeManyRuns(folder, files);
    const ingest = startProgram(program, ['ingest', folder], { log: join(top, 'ingest.log'), cwd: top });
    const { code, said } = await runToEnd(ingest);
    if (code !== 0) throw new Error(`ingest ended with ${code}: ${said.slice(-500)}`);

    const starts: Start[] = [];
    for (let round = 0; round < rounds; round += 1)
      for (const way of ways) {
        tell(`Watching them (${way}).`);
        const name = `${way}-${files}-${round}`;
        const daemon = startProgram(
          program,
          ['watch', folder, ...(way === 'poll' ? ['--poll', String(SCAN_SECONDS)] : [])],
          { log: join(top, `${name}.log`), cwd: top, node: profiling(profile, name) },
        );
        const place = { url, prefix };
        const newRun = files + starts.length;
        starts.push(await measureStart(daemon, way, { folder, place, statusPort, newRun }));
        daemon.signal('SIGTERM');
        await daemon.ended;
      }
    return starts;
  } finally {
    await workspace.remove();
  }
}

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

function profiling(folder: string | undefined, name: string): string[] {
  return folder === undefined
    ? []
    : ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}.cpuprofile`];
}

async function measureStart(
  daemon: RunningProgram,
  way: Way,
  options: Pick<Parameters<typeof measureKnown>[1], 'folder' | 'place' | 'statusPort' | 'newRun'>,
): Promise<Start> {
  const times = { scanSeconds: SCAN_SECONDS, scans: SCANS, quietSeconds: 1 };
  const [ready, known] = await Promise.all([
    untilReady(daemon, options.statusPort),
    measureKnown(daemon, { ...options, ...times, way }),
  ]);
  return {
    way,
    ...ready,
    processorSecondsUntilReady: known.processorSecondsUntilWatching,
    peakBytes: known.peakBytes,
    settledBytes: known.residentAfterScansBytes.at(-1) ?? known.residentWatchingBytes,
    heapBytes: known.heapBytes,
    scanSeconds: known.scanSeconds.at(-1) ?? NaN,
  };
}

async function untilReady(
  daemon: RunningProgram,
  port: number,
): Promise<{ readySeconds: number; peakUntilReadyBytes: number }> {
  while (!daemon.hasEnded()) {
    if ((await readiness(port)) === 'ready')
      return {
        readySeconds: (performance.now() - daemon.startedAt) / 1000,
        peakUntilReadyBytes: memoryOf(daemon.pid)?.peakBytes ?? NaN,
      };
    await sleep(ASK_MILLISECONDS);
  }
  throw new Error(`The daemon ended: ${daemon.said().slice(-500)}`);
}
