/**
 * The daemon for hours: days of a folder in a minute each, with restarts, and everything checked at the end of each.
 *
 *   npm run soak -- --minutes 60 [--seed N] [--outage MINUTES] [--out FILE.json|FILE.md] [--memory-bound MB]
 *
 * Brings an Elasticsearch of its own (Linux, with a JDK and Maven), and leaves nothing behind unless something deviates.
 */

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copyProgram, startProgram } from './built-program.ts';
import { createDaemon } from './daemon.ts';
import { createDurableServer } from './durable-server.ts';
import { createFolderLife } from './folder-life.ts';
import { liveDays } from './days.ts';
import { unusedPort } from './unused-port.ts';
import { headline, judgeSoak, lineOf, sentences, writeReport, type Day } from './soak-report.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    outage: { type: 'string', default: '0' },
    out: { type: 'string' },
    'memory-bound': { type: 'string', default: '40' },
    elasticsearch: { type: 'string', default: '9.2.8' },
  },
});
const [minutes, seed, outageMinutes, boundMegabytes] = [
  values.minutes,
  values.seed,
  values.outage,
  values['memory-bound'],
].map(Number) as [number, number, number, number];
if ([minutes, seed, outageMinutes, boundMegabytes].some((number) => !(number >= 0)))
  throw new Error('--minutes, --seed, --outage and --memory-bound are numbers.');

const top = await realpath(await mkdtemp(join(tmpdir(), 'runlens-soak-')));

function place(name: string) {
  return join(top, name);
}

// The server may run as another user, who has to get to its folder.
await mkdir(place('results'));
await mkdir(place('logs'));
await mkdir(place('program'));
const server = await createDurableServer(`${top}-server`, await unusedPort(), values.elasticsearch);
const statusPort = await unusedPort();
const prefix = 'soak';
const configuration = {
  elasticsearch: { nodes: [server.url], request_timeout_seconds: 10 },
  prefix,
  watch: {
    settle_seconds: 0.5,
    scan_seconds: 5,
    incomplete_seconds: 12,
    on_delete: 'remove',
    delete_after_scans: 2,
    status_port: statusPort,
  },
};
await writeFile(place('runlens.config.json'), JSON.stringify(configuration, null, 2));
const program = copyProgram(place('program'));
const daemon = createDaemon((life) =>
  startProgram(program, ['watch', place('results')], {
    log: join(place('logs'), `daemon-${life}.log`),
    cwd: top,
  }),
);

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (interrupted.signal.aborted) process.exit(130);
    process.stderr.write('Ending after this day; once more to leave at once.\n');
    interrupted.abort();
  });
}

process.stdout.write(`Seed ${seed}; ${minutes} minutes; logs in ${place('logs')}\n${headline()}\n`);
const life = createFolderLife(place('results'));
let days: Day[];
try {
  const world = { seed, minutes, outageMinutes, server, daemon, life, statusPort };
  days = await liveDays({
    ...world,
    place: { url: server.url, prefix },
    signal: interrupted.signal,
    tell: (day) => {
      process.stdout.write(`${lineOf(day)}\n`);
      for (const deviation of day.deviations.slice(0, 10)) process.stdout.write(`      ! ${deviation}\n`);
    },
  });
} finally {
  await daemon.kill();
  await server.kill();
  await rm(`${top}-server`, { recursive: true, force: true });
}

const verdict = judgeSoak(days, seed, boundMegabytes * 2 ** 20);
process.stdout.write(`\n${sentences(verdict).join('\n')}\n`);
if (values.out !== undefined) writeReport(values.out, days, verdict);
if (verdict.deviations === 0) await rm(top, { recursive: true, force: true });
else process.stdout.write(`The results and the daemon's logs stay in ${top}.\n`);
process.exitCode = verdict.problems.length === 0 ? 0 : 1;
