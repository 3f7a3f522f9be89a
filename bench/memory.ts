/**
 * The peak resident memory of `ingest` on one run file of many image rows, in each of the three forms: it must not
 * grow with the rows.
 *
 *   npm run bench:memory -- [--rows 1e4,1e5,1e6] [--forms inline,side,gzip] [--rounds 1] [--sink]
 *
 * Uses the Elasticsearch at ELASTICSEARCH_URL, or one of its own; with --sink a server that takes everything and keeps
 * nothing. Linux only; the program must have been built.
 */

import { parseArgs } from 'node:util';
import { counts, count } from './support/arguments.ts';
import { describeMachine } from './support/machine.ts';
import { measureIngest, type IngestMeasured } from './support/measure-ingest.ts';
import { startNullServer } from './support/null-elasticsearch.ts';
import { table, verdict, writeResults } from './support/report.ts';
import { forms, type Form } from './support/rows.ts';
import { median } from './support/statistics.ts';
import { withServer } from './support/with-server.ts';

const TARGET_BYTES = 256 * 2 ** 20;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1e4,1e5,1e6' },
    forms: { type: 'string', default: forms.join(',') },
    rounds: { type: 'string', default: '1' },
    sink: { type: 'boolean', default: false },
  },
});
const sizes = counts('rows', values.rows);
const rounds = count('rounds', values.rounds);
const chosen = values.forms.split(',').map((name): Form => {
  const form = forms.find((each) => each === name.trim());
  if (form === undefined) throw new Error(`--forms takes ${forms.join(', ')}, not "${name}".`);
  return form;
});

type Row = { rows: number; form: Form; rounds: IngestMeasured[] };

const { name, results } = values.sink
  ? await withSink(async (url) => ({ name: 'a server that keeps nothing', results: await measureAll(url) }))
  : await withServer(async ({ url, version }) => ({ name: version, results: await measureAll(url) }));
process.stdout.write(`Peak resident memory of ingest against ${name}; at most 256 MiB\n\n`);
process.stdout.write(
  table(
    ['rows', 'form', 'file MB', 'seconds', 'rows/s', 'peak MiB', 'target'],
    results.map(({ rows, form, rounds }) => {
      const of = (value: (one: IngestMeasured) => number) => median(rounds.map(value));
      const failure = rounds.find((round) => round.problem !== undefined)?.problem;
      const peakBytes = of((round) => round.peakBytes);
      return [
        rows.toLocaleString('en'),
        form,
        of(({ fileBytes }) => fileBytes) / 1e6,
        of(({ seconds }) => seconds),
        failure === undefined ? Math.round(rows / of(({ seconds }) => seconds)) : undefined,
        Math.round(peakBytes / 2 ** 20),
        failure === undefined ? verdict(peakBytes <= TARGET_BYTES) : 'not all rows',
      ];
    }),
  ),
);
for (const { rows, form, rounds } of results)
  for (const { problem } of rounds)
    if (problem !== undefined) process.stdout.write(`\n${rows.toLocaleString('en')} ${form}: ${problem}\n`);
const machine = describeMachine(name);
const written = writeResults('memory', { machine, targetBytes: TARGET_BYTES, results });
process.stdout.write(`\n${written}\n`);

async function measureAll(url: string): Promise<Row[]> {
  const measured: Row[] = [];
  for (const rows of sizes)
    for (const form of chosen) measured.push({ rows, form, rounds: await measureRounds(url, rows, form) });
  return measured;
}

async function measureRounds(url: string, rows: number, form: Form): Promise<IngestMeasured[]> {
  const measured: IngestMeasured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    process.stderr.write(`${rows.toLocaleString('en')} rows, ${form}.\n`);
    measured.push(await measureIngest(url, { rows, form, isSink: values.sink }));
  }
  return measured;
}

async function withSink<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const { url, stop } = await startNullServer();
  try {
    return await work(url);
  } finally {
    await stop();
  }
}
