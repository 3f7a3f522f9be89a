/**
 * The start of the daemon on files that it knows all: the time until it is ready, and the memory.
 *
 *   npm run bench:scan -- [--files 1e3,1e4,1e5] [--rounds 1] [--only watcher|poll] [--profile FOLDER]
 *
 * Uses the Elasticsearch at ELASTICSEARCH_URL, or one of its own. Linux only; the program must have been built.
 */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { count, counts } from './support/arguments.ts';
import { describeMachine } from './support/machine.ts';
import { measureStarts, type Start } from './support/measure-starts.ts';
import { table, verdict, writeResults } from './support/report.ts';
import { median } from './support/statistics.ts';
import { withServer } from './support/with-server.ts';

const TARGET = { files: 100_000, seconds: 5, bytes: 300 * 2 ** 20 };

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1e3,1e4,1e5' },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});
const sizes = counts('files', values.files);
const rounds = count('rounds', values.rounds);
const ways = (['watcher', 'poll'] as const).filter((way) => values.only === undefined || values.only === way);
if (ways.length === 0) throw new Error('--only is watcher or poll.');
const profile = values.profile === undefined ? undefined : resolve(values.profile);

const { name, results } = await withServer(async ({ url, version }) => {
  const measured: { files: number; starts: Start[] }[] = [];
  for (const files of sizes)
    measured.push({ files, starts: await measureStarts(url, { files, ways, rounds, profile }) });
  return { name: version, results: measured };
});
const rows = results.flatMap(({ files, starts }) =>
  ways.map((way) => {
    const measured = starts.filter((start) => start.way === way);
    const of = (value: (start: Start) => number) => median(measured.map(value));
    const mebibytes = (value: (start: Start) => number) => Math.round(of(value) / 2 ** 20);
    const seconds = of(({ readySeconds }) => readySeconds);
    const isReached = seconds <= TARGET.seconds && of((start) => start.peakBytes) <= TARGET.bytes;
    return [
      files.toLocaleString('en'),
      way,
      seconds,
      of((start) => start.processorSecondsUntilReady),
      mebibytes((start) => start.peakUntilReadyBytes),
      mebibytes((start) => start.peakBytes),
      mebibytes((start) => start.settledBytes),
      of((start) => start.scanSeconds),
      files > TARGET.files ? undefined : verdict(isReached),
    ];
  }),
);
const columns = [
  'files',
  'way',
  'ready s',
  'cpu s',
  'then MiB',
  'peak MiB',
  'settled MiB',
  'scan s',
  'target',
];
process.stdout.write(
  `Start of watch on known files against ${name}; ready within ${TARGET.seconds} s, at most 300 MiB\n\n`,
);
process.stdout.write(table(columns, rows));
const written = writeResults('scan', { machine: describeMachine(name), target: TARGET, results });
process.stdout.write(`\n${written}\n`);
