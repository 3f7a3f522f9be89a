/**
 * How fast run files become the bodies of bulk requests, in one process, with no server: each stage, and the whole,
 * against JSON.parse on the same bytes.
 *
 *   npm run bench:pipeline -- [--rows 200000] [--files 20] [--rows-per-file 10000] [--rounds 5]
 */

import { parseArgs } from 'node:util';
import { count } from './support/arguments.ts';
import { describeMachine } from './support/machine.ts';
import { measurePipeline, type PipelineMeasured, type Timed } from './support/measure-pipeline.ts';
import { table, verdict, writeResults } from './support/report.ts';
import { median } from './support/statistics.ts';

const TARGET = 0.35;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    files: { type: 'string', default: '20' },
    'rows-per-file': { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = count('rounds', values.rounds);
const sets = [
  { files: 1, rowsPerFile: count('rows', values.rows) },
  { files: count('files', values.files), rowsPerFile: count('rows-per-file', values['rows-per-file']) },
];
const results: PipelineMeasured[] = [];
for (const set of sets) results.push(await measurePipeline(set, rounds));
for (const measured of results) print(measured);
const written = writeResults('pipeline', {
  machine: describeMachine(),
  target: TARGET,
  results: results.map((measured) => ({ ...measured, ratio: ratioOf(measured.whole, measured) })),
});
process.stdout.write(`${written}\n`);

/** Of one round each, then the median: a round is disturbed as one. */
function ratioOf({ seconds }: Timed, { parse }: PipelineMeasured): number {
  return median(parse.seconds.map((parsing, round) => parsing / (seconds[round] ?? NaN)));
}

function print(measured: PipelineMeasured): void {
  const { files, rowsPerFile, fileBytes, bodyBytes, parse, decodeAndParse, stages, whole } = measured;
  const rows = files * rowsPerFile;
  function line(timed: Timed) {
    const seconds = median(timed.seconds);
    const megabytes = fileBytes / 1e6 / seconds;
    const cpu = median(timed.processorSeconds);
    return [timed.stage, seconds, cpu, megabytes, Math.round(rows / seconds), ratioOf(timed, measured)];
  }
  const size = `${(fileBytes / 1e6).toFixed(1)} MB, bodies of ${(bodyBytes / 1e6).toFixed(1)} MB`;
  const ratio = ratioOf(whole, measured);
  process.stdout.write(
    `${files} ${files === 1 ? 'file' : 'files'} of ${rowsPerFile.toLocaleString('en')} rows: ${size}; medians of ${rounds} rounds\n\n`,
  );
  process.stdout.write(
    table(
      ['stage', 'seconds', 'cpu s', 'MB/s', 'rows/s', '÷ JSON.parse'],
      [line(parse), line(decodeAndParse), ...stages.map(line), line(whole)],
    ),
  );
  process.stdout.write(
    `\nwhole ÷ JSON.parse: ${ratio.toFixed(3)}, target ${TARGET}: ${verdict(ratio >= TARGET)}\n\n`,
  );
}
