/**
 * Rows per second from files to being searchable, against ready-made bodies and against other ways to bring the same
 * rows into the same index.
 *
 *   node bench/ingest.ts [--rows 200000] [--files 20] [--rounds 5] [--tune-rows 50000] [--only side|inline]
 *
 * Two workloads: one run with a side file of so many rows, and the same number of rows inline in several files.
 * runlens and the tools are timed from the start of their process; the limit and the helper from when all is in memory.
 * Uses the Elasticsearch at ELASTICSEARCH_URL, or one of its own.
 */

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copyProgram } from '../test/soak/built-program.ts';
import { capture } from './ingest/capture.ts';
import { compare, tune } from './ingest/compare.ts';
import { createContenders, type Workload } from './ingest/contenders.ts';
import { createPlace } from './ingest/place.ts';
import { ingestTable, linesOf } from './ingest/table.ts';
import { installedTools } from './ingest/tools.ts';
import { tell, withServer } from './support/with-server.ts';
import { withGreeting } from './rivals/greeting.ts';
import { findTools } from './rivals/install.ts';
import { count } from './support/arguments.ts';
import { describeMachine } from './support/machine.ts';
import { writeResults } from './support/report.ts';
import { writeRunFile } from './support/rows.ts';
import { median } from './support/statistics.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    files: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
    'tune-rows': { type: 'string', default: '50000' },
    only: { type: 'string' },
  },
});
const rows = count('rows', values.rows);
const files = count('files', values.files);
const rounds = count('rounds', values.rounds);
const tuneRows = count('tune-rows', values['tune-rows']);
const perFile = Math.ceil(rows / files);

type Shape = { name: string; title: string; files: number; rows: number; form: 'side' | 'inline' };
const shapes: readonly Shape[] = [
  { name: 'side', title: `one side file of ${rows} rows`, files: 1, rows, form: 'side' },
  { name: 'inline', title: `${files} files of ${perFile} rows`, files, rows: perFile, form: 'inline' },
];
const chosen = shapes.filter(({ name }) => values.only === undefined || values.only === name);
if (chosen.length === 0) throw new Error('--only is side or inline.');

const tools = await findTools(tell);

await withServer(async ({ url, version, workspace }) => {
  const { aside, folder, prefix } = workspace;
  await mkdir(join(aside, 'program'));
  const greeting = await withGreeting(url, version.replace(/^\D+/, ''));
  const program = copyProgram(join(aside, 'program'));
  const place = createPlace({ url, greetingUrl: greeting.url, prefix }, program, aside);

  async function prepare({ name, files, rows, form }: Shape): Promise<Workload> {
    const source = join(folder, name);
    for (let n = 0; n < files; n += 1)
      await writeRunFile(source, { id: `run-${n}`, project: 'bench', rows, form });
    await place.begin();
    const captured = await capture(join(aside, name), url, async (through) => {
      await place.runlens(['ingest', source], through);
    });
    if (captured.images !== files * rows)
      throw new Error(`Captured ${captured.images} images instead of ${files * rows}.`);
    return { folder: source, captured };
  }

  /** What a process takes to start, to look at everything and to find nothing to do. */
  async function timeNothing(): Promise<number> {
    const empty = join(aside, 'empty');
    await mkdir(empty, { recursive: true });
    const taken: number[] = [];
    for (let n = 0; n < rounds; n += 1) {
      const begun = performance.now();
      await place.runlens(['ingest', empty]);
      taken.push((performance.now() - begun) / 1000);
    }
    return median(taken);
  }

  tell('Choosing settings.');
  const small = await prepare({ name: 'tuning', title: '', files: 1, rows: tuneRows, form: 'side' });
  const contenders = await tune(createContenders(place, installedTools(tools)), small, place.begin);
  await place.begin();
  const startSeconds = await timeNothing();
  const results = [];
  for (const shape of chosen) {
    tell(`Preparing ${shape.title}.`);
    const workload = await prepare(shape);
    const total = shape.files * shape.rows;
    const compared = await compare(contenders, workload, rounds, place.begin, tell);
    const lines = linesOf(compared, total);
    const ours = lines[0]?.seconds ?? NaN;
    const { requests, bytes } = workload.captured;
    process.stdout.write(
      ingestTable(shape.title, lines, total) +
        `${requests} bulk requests of ${(bytes / requests / 1e6).toFixed(1)} MB on average. ` +
        `Of runlens's ${ours.toFixed(2)} s, a pass that finds nothing takes ${startSeconds.toFixed(2)} s; ` +
        `without them ${Math.round(total / (ours - startSeconds))} rows/s.\n\n`,
    );
    results.push({ ...shape, requests, bytes, lines, rounds: compared });
    await rm(workload.folder, { recursive: true });
    await rm(join(aside, shape.name), { recursive: true });
  }
  const path = writeResults('ingest', {
    machine: describeMachine(version),
    tuning: contenders.map(({ name, setting, tried }) => ({ name, setting, tried })),
    missing: Object.entries(tools).flatMap(([name, found]) => (found === undefined ? [name] : [])),
    startSeconds,
    workloads: results,
  });
  await greeting.close();
  process.stdout.write(`All rounds: ${path}\n`);
});
