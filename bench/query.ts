/**
 * How long the questions take, on more and more image rows: `best`, `worst-images` and the slowest of the dashboards' panels.
 *
 *   node bench/query.ts [--rows 1e4,1e5,1e6,1e7] [--runs 1e5] [--samples 200]
 *
 * The indices are filled with ready-made documents in the shape of the product's; the images of each size are those of
 * the one before and more. No merge is forced. Uses the Elasticsearch at ELASTICSEARCH_URL, or one of its own.
 */

import { parseArgs } from 'node:util';
import { connect } from '../src/adapters/elasticsearch/connect.ts';
import { createStore } from '../src/adapters/elasticsearch/store/store.ts';
import { openSearch, tell, withServer } from './support/with-server.ts';
import { bestRuns, experiments, images, IMAGES_PER_RUN, keyOf } from './query/documents.ts';
import { fill } from './query/fill.ts';
import { rankPanels } from './query/panels.ts';
import { questionsOf, TARGET_ROWS, type Question } from './query/questions.ts';
import { settled } from './query/server-state.ts';
import { readTemplate } from './query/template.ts';
import { count, counts } from './support/arguments.ts';
import { describeMachine } from './support/machine.ts';
import { table, verdict, writeResults } from './support/report.ts';
import { median, percentile } from './support/statistics.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1e4,1e5,1e6,1e7' },
    runs: { type: 'string', default: '1e5' },
    samples: { type: 'string', default: '200' },
  },
});
const sizes = counts('rows', values.rows).toSorted((a, b) => a - b);
const runs = count('runs', values.runs);
const samples = count('samples', values.samples);
const warming = 20;
const panelsTold = 5;
/** What is asked for longer is asked less often, but so often at least. */
const longestMilliseconds = 60_000;
const leastSamples = 10;

await withServer(async ({ url, version, workspace }) => {
  const { prefix } = workspace;
  const now = Date.now();
  const range = { from: new Date(now - 365 * 86_400_000).toISOString(), to: new Date(now).toISOString() };
  const template = await readTemplate(workspace);
  const setUp = await workspace.cli('setup-indices');
  if (setUp.exitCode !== 0) throw new Error(setUp.stderr);
  tell(`Filling in ${runs} runs.`);
  await fill(
    url,
    `${prefix}-experiments`,
    experiments(template.experiment, { from: 0, to: runs }, runs, now),
  );
  const experimentsState = await settled(url, `${prefix}-experiments`);
  await showBest(url, prefix);
  const { search, close } = await openSearch(url, prefix);
  const results = [];
  try {
    for (const [n, rows] of sizes.entries()) {
      const there = sizes[n - 1] ?? 0;
      tell(`Filling in ${rows - there} images.`);
      const fillSeconds = await fill(
        url,
        `${prefix}-images`,
        images(template, { from: there, to: rows }, runs, now),
      );
      const state = await settled(url, `${prefix}-images`);
      tell('Opening all panels.');
      const panels = await rankPanels(url, prefix, range, tell);
      const [slowest] = panels;
      if (slowest === undefined) throw new Error('There are no panels.');
      const withImages = Math.min(bestRuns.length, Math.ceil(rows / IMAGES_PER_RUN));
      const questions: Record<string, number[]> = {};
      const asked = questionsOf(search, url, withImages, slowest);
      for (const question of asked) questions[question.name] = await time(question);
      results.push({ rows, fillSeconds, ...state, panels, questions, asked });
    }
  } finally {
    await close();
  }
  const lines = results.flatMap(({ rows, bytes, segments, questions, asked }) =>
    asked.map(({ name, target }) => {
      const times = questions[name] ?? [];
      const p95 = percentile(times, 95);
      return [
        name,
        rows,
        median(times),
        p95,
        target === undefined || rows < TARGET_ROWS ? undefined : `≤ ${target} ${verdict(p95 <= target)}`,
        segments,
        bytes / rows,
      ];
    }),
  );
  const slow = results.flatMap(({ rows, panels }) =>
    panels.slice(0, panelsTold).map(({ name, milliseconds }) => [name, rows, milliseconds]),
  );
  const path = writeResults('query', {
    machine: describeMachine(version),
    runs,
    samples,
    experiments: experimentsState,
    sizes: results.map(({ asked: _asked, ...rest }) => rest),
  });
  process.stdout.write(
    `${table(['milliseconds, warm', 'image rows', 'median', 'p95', 'target p95', 'segments', 'bytes/row'], lines)}\n` +
      `${table(['the slowest panels, all searches of one opening', 'image rows', 'milliseconds'], slow)}\n` +
      `With ${runs} runs. All samples: ${path}\n`,
  );
});

/** Lets the alias show the best runs' images, as the product does. */
async function showBest(url: string, prefix: string): Promise<void> {
  const connection = await connect({ nodes: [url], requestTimeoutMilliseconds: 60_000, compression: false });
  if (connection.type !== 'connected') throw new Error(connection.reason);
  const shown = await createStore(connection.client, prefix).showImagesOf(bestRuns.map(keyOf).toSorted());
  await connection.client.close();
  if (shown.type !== 'ok') throw new Error(shown.reason);
}

async function time({ ask }: Question): Promise<number[]> {
  const times: number[] = [];
  const started = performance.now();
  const isLong = () => performance.now() - started > longestMilliseconds;
  for (let n = 0; n < warming && !isLong(); n += 1) await ask(n);
  for (let n = 0; n < samples && (times.length < leastSamples || !isLong()); n += 1) {
    const begun = performance.now();
    await ask(warming + n);
    times.push(performance.now() - begun);
  }
  return times;
}
