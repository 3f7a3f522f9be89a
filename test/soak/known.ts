/**
 * What a daemon needs at its start and while nothing happens, with many files that it knows all.
 *
 *   npm run soak:known -- --files 100000 [--scan-seconds 20] [--quiet-seconds 60] [--scans 5] [--only watcher|poll]
 *                         [--out FILE.json] [--profile FOLDER]
 *
 * Uses the Elasticsearch at ELASTICSEARCH_URL, or one of its own. Linux only.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startElasticsearch } from '../../src/commands/demo/server/start.ts';
import { createWorkspace } from '../support/workspace.ts';
import { copyProgram, startProgram, type RunningProgram } from './built-program.ts';
import { readKnownArguments } from './known-arguments.ts';
import { measureKnown, type Measured } from './known-measure.ts';
import { knownTable, writeKnown, type Ingested } from './known-report.ts';
import { writeManyRuns } from './many-runs.ts';
import { memoryOf, processorSeconds } from './process-figures.ts';
import { unusedPort } from './unused-port.ts';

const { files, scanSeconds, quietSeconds, scans, out, profile, ways } = readKnownArguments();

function tell(message: string) {
  return void process.stderr.write(`${message}\n`);
}

for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => process.exit(130));

const started = await startElasticsearch({ environment: process.env, report: tell });
if (started.type !== 'started')
  throw new Error(
    started.type === 'start-interrupted' ? 'Interrupted.' : `${started.reason} ${started.advice}`,
  );
const { url, stop } = started.server;
const workspace = await createWorkspace(url);
const { folder, prefix, aside: top } = workspace;
try {
  await mkdir(join(top, 'program'));
  const statusPort = await unusedPort();
  const watch = { scan_seconds: scanSeconds, status_port: statusPort };
  await writeFile(
    join(top, 'runlens.config.json'),
    JSON.stringify({ elasticsearch: { nodes: [url] }, prefix, watch }, null, 2),
  );
  const program = copyProgram(join(top, 'program'));
  const start = (name: string, ...args: string[]) =>
    startProgram(program, args, {
      log: join(top, `${name}.log`),
      cwd: top,
      node:
        profile === undefined
          ? []
          : ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${name}.cpuprofile`],
    });

  tell(`Writing ${files} files.`);
  const made = await writeManyRuns(folder, files);
  tell('Ingesting them.');
  const ingest = await untilItEnds(start('ingest', 'ingest', folder));
  const measured: Measured[] = [];
  for (const [n, way] of ways.entries()) {
    tell(`Watching them (${way}).`);
    const daemon = start(way, 'watch', folder, ...(way === 'poll' ? ['--poll', String(scanSeconds)] : []));
    const place = { url, prefix };
    const options = { way, folder, place, statusPort, scanSeconds, scans, quietSeconds, newRun: files + n };
    measured.push(await measureKnown(daemon, options));
    daemon.signal('SIGTERM');
    const code = await daemon.ended;
    if (code !== 0) throw new Error(`The daemon ended with ${code}: ${daemon.said().slice(-500)}`);
  }
  const result = { files, ...made, scanSeconds, ingest, watch: measured };
  process.stdout.write(knownTable(result));
  if (out !== undefined) writeKnown(out, result);
} finally {
  await workspace.remove();
  await stop();
}

async function untilItEnds(program: RunningProgram): Promise<Ingested> {
  const seen: Ingested = { seconds: 0, peakBytes: 0, processorSeconds: 0 };
  while (!program.hasEnded()) {
    const memory = memoryOf(program.pid);
    if (memory !== undefined) seen.peakBytes = memory.peakBytes;
    seen.processorSeconds = Math.max(seen.processorSeconds, processorSeconds(program.pid));
    await Promise.race([program.ended, sleep(200)]);
  }
  seen.seconds = (performance.now() - program.startedAt) / 1000;
  const code = await program.ended;
  if (code !== 0) throw new Error(`ingest ended with ${code}: ${program.said().slice(-500)}`);
  return seen;
}
