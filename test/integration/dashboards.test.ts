/** The dashboards' questions, asked of a real server: none is refused, and the answers are the known ones. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { layersOf } from '../../scripts/dashboards-lint/shapes/lens.ts';
import { columnsOf, complaintsOf, extent, numbersOf, rowsIn } from '../support/dashboard-answers.ts';
import { openDashboards, readObjects } from '../support/dashboard-panels.ts';
import { copyExamples, writeJson } from '../support/examples.ts';
import {
  byTime,
  label,
  near,
  PROJECTS,
  ranking,
  recordHolders,
  RULES,
  type Project,
} from '../support/expected-runs.ts';
import { chosen, type DashboardContext } from '../support/kibana-context.ts';
import type { Row } from '../support/lens-search.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

const { asking, dashboards, show, choices, panel } = openDashboards(await readObjects());

let workspace: Workspace;
/** The examples, with one file that is rejected. */
let full: DashboardContext;
/** Indices without a document. */
let empty: DashboardContext;

beforeAll(async () => {
  workspace = await createWorkspace(inject('elasticsearchUrl'));
  await copyExamples(workspace.folder);
  await writeJson(join(workspace.folder, 'digit-segmentation', 'bad.json'), { schema: 'runlens.run/1' });
  expect(await workspace.cli('ingest', workspace.folder)).toMatchObject({ exitCode: 1 });
  const emptyPrefix = workspace.newPrefix();
  expect(await workspace.withPrefix(emptyPrefix, 'setup-indices')).toMatchObject({ exitCode: 0 });
  const range = { from: '2020-01-01T00:00:00.000Z', to: new Date(Date.now() + 86_400_000).toISOString() };
  full = { url: workspace.url, prefix: workspace.prefix, filters: [], ...range };
  empty = { ...full, prefix: emptyPrefix };
});
afterAll(() => workspace.remove());

function of(project: string): DashboardContext {
  return { ...full, filters: [chosen('project', project)] };
}

const asksLens = asking.filter((placed) => placed.panel.type === 'lens');

describe('every panel', () => {
  test('there are panels of each kind', () => {
    expect(dashboards.length).toBeGreaterThan(3);
    const kinds = new Set(asking.map(({ panel: { type } }) => type));
    expect(kinds).toEqual(new Set(['lens', 'visualization', 'search']));
  });

  test.concurrent.each(asking)('$name: is answered, and shows something of the examples', async (placed) => {
    const shown = await show(placed, full);
    expect(extent(shown)).toBeGreaterThan(0);
    expect(complaintsOf(shown)).toEqual([]);
  });

  test.concurrent.each(asksLens)('$name: each row has all its columns', async (placed) => {
    const layers = layersOf(placed.panel.embeddableConfig.attributes!);
    const expected = Object.entries(layers).map(([id, { columnOrder }]) => [id, ...columnOrder].toSorted());
    expect(columnsOf(rowsIn(await show(placed, full)))).toEqual(expected);
  });

  test.concurrent.each(asking)('$name: is answered for each project', async (placed) => {
    for (const project of PROJECTS) expect(complaintsOf(await show(placed, of(project)))).toEqual([]);
  });

  test.concurrent.each(asking)('$name: is answered on empty indices', async (placed) => {
    const shown = await show(placed, empty);
    expect(complaintsOf(shown)).toEqual([]);
    expect(shown?.type === 'documents' ? shown.hits : []).toEqual([]);
  });

  test.concurrent.each(asksLens)('$name: has no number on empty indices', async (placed) => {
    const numbers = numbersOf(placed, rowsIn(await show(placed, empty)));
    expect(numbers.filter((number) => number !== null && number !== 0)).toEqual([]);
  });

  const controls = dashboards.flatMap((dashboard) =>
    Object.values(dashboard.attributes.controlGroupInput?.panelsJSON ?? {}).map((control) => ({
      name: `${dashboard.attributes.title}: ${control.explicitInput.title}`,
      dashboard,
      control,
    })),
  );
  test.concurrent.each(controls)('$name: the control has what it offers', async ({ dashboard, control }) => {
    expect((await choices(dashboard, control, full)).length).toBeGreaterThan(0);
    expect(await choices(dashboard, control, empty)).toEqual([]);
  });
});

async function rowsOf(dashboard: string, title: string, context: DashboardContext): Promise<Row[]> {
  const shown = await show(panel(dashboard, title), context);
  if (shown?.type !== 'rows') throw new Error(`"${title}" is no Lens panel.`);
  return Object.values(shown.layers).flat();
}

async function drawn(title: [string, string], rows: string, context: DashboardContext) {
  const shown = await show(panel(...title), context);
  if (shown?.type !== 'drawing') throw new Error(`"${title.join('": "')}" is no Vega panel.`);
  return { rows: shown.drawing.rows(rows), items: shown.drawing.items };
}

async function documentsOf(dashboard: string, title: string, context: DashboardContext) {
  const shown = await show(panel(dashboard, title), context);
  if (shown?.type !== 'documents') throw new Error(`"${title}" is no saved search.`);
  return shown.hits.map(({ fields = {} }) => fields);
}

/** The values are in order and each is its run's own. Kibana breaks a tie by id, the ranking by time: ids may differ there. */
function expectRanked(rows: readonly Row[], run: string, value: string, project: Project) {
  const expected = ranking(project);
  expect(rows.map((row) => row[value])).toEqual(expected.slice(0, rows.length).map((each) => each.value));
  const values = new Map(expected.map((each) => [label(project, each.id), each.value]));
  expect(rows.map((row) => [row[run], values.get(String(row[run]))])).toEqual(
    rows.map((row) => [row[run], row[value]]),
  );
  expect(new Set(rows.map((row) => row[run])).size).toBe(rows.length);
}

describe.each(PROJECTS)('known answers: %s', (project) => {
  test('the leaderboard has the best run first', async () => {
    const rows = await rowsOf('Leaderboard', 'Leaderboard', of(project));
    expect(rows).toHaveLength(ranking(project).length);
    expectRanked(rows, 'run', 'validation', project);
  });

  test('so has the chart of the best runs', async () => {
    const rows = await rowsOf('Leaderboard', 'The best runs', of(project));
    expect(rows).toHaveLength(Math.min(25, ranking(project).length));
    expectRanked(rows, 'x', 'value', project);
  });

  test('the overview names the best run', async () => {
    const [best] = ranking(project);
    const expected = {
      project,
      run: label(project, best?.id),
      value: best?.value,
      test: near(best?.test),
      metric: RULES[project].metric,
    };
    expect(await rowsOf('Overview', 'The best run of each project', of(project))).toEqual([
      expect.objectContaining({
        ...expected,
        gain: near(best?.record.gain),
        direction: RULES[project].direction,
      }),
    ]);
    const all = await rowsOf('Overview', 'The best run of each project', full);
    expect(all.map((row) => row['project'])).toEqual(PROJECTS);
    expect(all).toContainEqual(expect.objectContaining(expected));
  });

  test('every run and the best so far, step by step', async () => {
    const title: [string, string] = ['Progress', 'Every run, and the best so far'];
    const { rows, items } = await drawn(title, 'runs', of(project));
    const expected = byTime(project);
    expect(rows.map(({ run, value, best, is_record }) => ({ run, value, best, is_record }))).toEqual(
      expected.map(({ id, value, record }) => ({ run: id, value, best: record.value, is_record: record.is })),
    );
    const line = items.filter(({ mark }) => mark === 'line');
    expect(line.map(({ datum }) => datum['best'])).toEqual(expected.map(({ record }) => record.value));
    // Upwards on the screen is towards zero.
    const sign = RULES[project].direction === 'maximize' ? -1 : 1;
    expect(line.every(({ y }, at) => at === 0 || sign * (y - (line[at - 1]?.y ?? NaN)) >= 0)).toBe(true);
    expect(items.filter(({ mark }) => mark === 'symbol')).toHaveLength(expected.length);
  });

  test('the records, the latest first', async () => {
    const holders = recordHolders(project).toReversed();
    for (const dashboard of ['Overview', 'Progress']) {
      const rows = await rowsOf(dashboard, 'Records', of(project));
      expect(
        rows.map(({ run, value, gain, previous, ended }) => ({ run, value, gain, previous, ended })),
      ).toEqual(
        holders.map(({ id, value, record, ended }) => ({
          run: label(project, id),
          value,
          gain: near(record.gain),
          previous: record.previous ?? null,
          ended,
        })),
      );
    }
  });

  test('the best so far on one scale', async () => {
    const { rows } = await drawn(['Overview', 'Best so far'], 'records', of(project));
    const holders = recordHolders(project);
    expect(rows.map(({ run, value }) => [run, value])).toEqual(holders.map(({ id, value }) => [id, value]));
    expect([rows.at(0)?.['share'], rows.at(-1)?.['share']]).toEqual([0, 1]);
  });

  test('the best so far of the whole history, with its values', async () => {
    const late = { ...of(project), from: '2026-08-15T00:00:00.000Z' };
    const { rows } = await drawn(['Progress', 'Best so far over all runs'], 'records', late);
    const holders = recordHolders(project);
    expect(rows.map(({ run, value }) => [run, value])).toEqual(holders.map(({ id, value }) => [id, value]));
  });

  test('train, validation and test, bias and variance of the best runs', async () => {
    const splits = await rowsOf('Splits', 'Train, validation and test', of(project));
    const gaps = await rowsOf('Splits', 'Bias and variance', of(project));
    const expected = new Map(ranking(project).map((run) => [label(project, run.id), run]));
    expect(splits).toHaveLength(Math.min(20, expected.size));
    expect(gaps.map(({ x }) => x)).toEqual(splits.map(({ x }) => x));
    for (const { x, ...row } of splits) {
      const { train, validation, test } = expected.get(String(x)) ?? {};
      expect(row).toEqual({ train: near(train), validation: near(validation), test: near(test) });
    }
    for (const { x, ...row } of gaps) {
      const { bias, variance } = expected.get(String(x)) ?? {};
      expect(row).toEqual({ bias: near(bias), variance: near(variance) });
    }
  });
});

describe('known answers', () => {
  test.each([
    [
      'digit-classification',
      'svm-014',
      'digit-1572 0.02338, digit-1176 0.03267, digit-1375 0.04861, digit-1271 0.06189, digit-1273 0.11894',
    ],
    [
      'digit-segmentation',
      'boosting-023',
      'digit-0585 0.796875, digit-0618 0.796875, digit-0639 0.796875, digit-0569 0.8125, digit-0590 0.8125, ' +
        'digit-0603 0.8125, digit-0630 0.8125, digit-0686 0.8125, digit-0579 0.828125, digit-0592 0.828125',
    ],
  ])('the worst images of the best run of %s', async (project, run, expected) => {
    const documents = await documentsOf('Images', 'The worst images of the best run', of(project));
    const worst = documents.map((fields) => [fields['id'], fields['primary.value']].join(' ')).join(', ');
    expect(worst.slice(0, expected.length)).toBe(expected);
    const runs = new Set(documents.map((fields) => String(fields['run.label'])));
    expect(runs).toEqual(new Set([`${run} (${project})`]));
  });

  test('macro-forecast: the lowest mase first, and the run that diverged does not rank', async () => {
    const rows = await rowsOf('Leaderboard', 'Leaderboard', of('macro-forecast'));
    expect(rows.slice(0, 3).map(({ run, validation }) => [run, validation])).toEqual([
      ['ar-12 (macro-forecast)', 3.673184],
      ['ar-10 (macro-forecast)', 4.341053],
      ['ar-14 (macro-forecast)', 4.358031],
    ]);
    const unranked = await rowsOf('Leaderboard', 'Runs that do not rank, and why', full);
    expect(unranked).toMatchObject([{ run: 'diverged-99 (macro-forecast)', status: 'failed' }]);
  });

  test('the forecast of the best run, of all runs with series', async () => {
    const title: [string, string] = ['Forecasts', 'Target and prediction'];
    const { rows } = await drawn(title, 'points', of('macro-forecast'));
    expect(new Set(rows.map(({ run }) => run))).toEqual(new Set(['ar-12']));
  });

  test('one entity of it', async () => {
    const entity = { ...full, filters: [chosen('project', 'macro-forecast'), chosen('entity', 'realgdp')] };
    const { rows } = await drawn(['Forecasts', 'Target and prediction'], 'points', entity);
    expect(new Set(rows.flatMap(({ run, row }) => [run, row]))).toEqual(
      new Set(['ar-12', 'realgdp  ·  forecast']),
    );
  });

  test('runs of one id in two projects are two runs', async () => {
    const rows = await rowsOf('Leaderboard', 'Leaderboard', full);
    expect(rows).toHaveLength(PROJECTS.flatMap((project) => ranking(project)).length);
    const values = rows.filter(({ run }) => String(run).startsWith('logreg-006 ')).map(({ value }) => value);
    const expected = ['digit-classification', 'digit-segmentation'] as const;
    expect(values).toEqual(
      expected.map((project) => ranking(project).find(({ id }) => id === 'logreg-006')?.value),
    );
  });

  test('the way from the first record to the best is of the whole history, whatever the time range', async () => {
    const late = { ...of('digit-segmentation'), from: '2026-08-15T00:00:00.000Z' };
    const { rows } = await drawn(['Overview', 'Best so far'], 'records', late);
    expect(rows.map(({ run }) => run)).toEqual(recordHolders('digit-segmentation').map(({ id }) => id));
  });

  test('what was read and what was not', async () => {
    const tile = async (dashboard: string, title: string) =>
      (await rowsOf(dashboard, title, full))[0]?.['value'];
    expect([await tile('Overview', 'Projects'), await tile('Overview', 'Runs')]).toEqual([3, 109]);
    expect([await tile('Ingest', 'Indexed'), await tile('Ingest', 'Rejected')]).toEqual([110, 1]);
    expect(await documentsOf('Ingest', 'Refused and waiting files', full)).toMatchObject([
      {
        path: ['digit-segmentation/bad.json'],
        status: ['rejected'],
        problems: [expect.stringMatching(/^metrics, line 1, column 1: /)],
      },
    ]);
  });
});
