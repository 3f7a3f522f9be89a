/**
 * From the moment in which a finished run is renamed into the watched folder to the moment in which `best` names it.
 *
 *   node bench/latency.ts [--known 1000] [--samples 100] [--images 100] [--written 20] [--debug-log FILE]
 *
 * The built daemon watches a folder with known runs, all of one project. Its requests go through a proxy of this
 * process, which tells what the time went into. Uses the Elasticsearch at ELASTICSEARCH_URL, or one of its own.
 */

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copyProgram, startProgram, type RunningProgram } from '../test/soak/built-program.ts';
import { readiness } from '../test/soak/metrics.ts';
import { unusedPort } from '../test/soak/unused-port.ts';
import { waitUntil } from '../test/support/wait-until.ts';
import { writeKnownRuns } from './latency/known-runs.ts';
import { latencyTables } from './latency/tables.ts';
import { takeSample, type Place, type Sample, type Way } from './latency/sample.ts';
import { startTimedProxy } from './latency/timed-proxy.ts';
import { openSearch, tell, withServer } from './support/with-server.ts';
import { count } from './support/arguments.ts';
import { describeMachine } from './support/machine.ts';
import { writeResults } from './support/report.ts';

const { values } = parseArgs({
  options: {
    known: { type: 'string', default: '1000' },
    samples: { type: 'string', default: '100' },
    images: { type: 'string', default: '100' },
    written: { type: 'string', default: '20' },
    'debug-log': { type: 'string' },
  },
});
const known = count('known', values.known);
const samples = count('samples', values.samples);
const images = count('images', values.images);
const written = count('written', values.written);
/** The product's default. */
const settleSeconds = 1;
const warming = 5;

await withServer(async ({ url, version, workspace }) => {
  const { folder, aside, prefix } = workspace;
  const proxy = await startTimedProxy(url);
  const { search, close } = await openSearch(url, prefix);
  try {
    tell(`Ingesting ${known} runs.`);
    await writeKnownRuns(folder, known);
    const ingested = await workspace.cli('ingest', folder);
    if (ingested.exitCode !== 0)
      throw new Error(`ingest ended with ${ingested.exitCode}: ${ingested.stderr}`);
    const { daemon, log } = await startDaemon(proxy.url, workspace);
    const place = { folder, aside, search, proxy, images };
    await takeSamples(0, warming, 'renamed', place);
    tell(`Renaming ${samples} new runs into the folder, one after the other.`);
    const renamed = await takeSamples(warming, samples, 'renamed', place);
    tell(`Writing ${written} new runs in place, which have to settle.`);
    const inPlace = await takeSamples(warming + samples, written, 'written', place);
    daemon.signal('SIGTERM');
    await daemon.ended;
    if (values['debug-log'] !== undefined) await copyFile(log, values['debug-log']);
    const { text, summary } = latencyTables({ renamed, inPlace }, settleSeconds * 1000);
    const path = writeResults('latency', {
      machine: describeMachine(version),
      options: { known, samples, images, written, settleSeconds },
      summary,
      samples: { renamed, inPlace },
    });
    process.stdout.write(`${text}\nAll samples: ${path}\n`);
  } finally {
    await close();
    await proxy.close();
  }
});

/** The daemon in a copy that no build changes, once it watches. */
async function startDaemon(
  url: string,
  { folder, prefix, aside }: { folder: string; prefix: string; aside: string },
): Promise<{ daemon: RunningProgram; log: string }> {
  const statusPort = await unusedPort();
  await mkdir(join(aside, 'program'));
  const configuration = {
    elasticsearch: { nodes: [url] },
    prefix,
    watch: { settle_seconds: settleSeconds, status_port: statusPort },
    log_level: values['debug-log'] === undefined ? 'info' : 'debug',
  };
  await writeFile(join(aside, 'runlens.config.json'), JSON.stringify(configuration));
  const log = join(aside, 'watch.log');
  const program = copyProgram(join(aside, 'program'));
  const daemon = startProgram(program, ['watch', folder], { log, cwd: aside });
  await waitUntil(
    async () => (daemon.hasEnded() ? `ended: ${daemon.said()}` : readiness(statusPort)),
    (said) => said === 'ready' || said.startsWith('ended'),
  );
  if (daemon.hasEnded()) throw new Error(`The daemon does not watch: ${daemon.said()}`);
  return { daemon, log };
}

async function takeSamples(first: number, amount: number, way: Way, place: Place): Promise<Sample[]> {
  const taken: Sample[] = [];
  for (let n = first; n < first + amount; n += 1) taken.push(await takeSample(n, way, place));
  return taken;
}
