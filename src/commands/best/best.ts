import type { Attempt } from '../../domain/model/outcome.ts';
import {
  bestOfEachRequest,
  ranking,
  rankingRequest,
  unrankedRequest,
  type Ranking,
} from '../../domain/questions/best.ts';
import type { Search } from '../../domain/questions/search.ts';
import type { Report, Section } from '../../output/report.ts';
import type { Column } from '../../output/table.ts';
import { oneLine } from '../../output/text.ts';
import { couldNotRead } from '../shared/elasticsearch-failure.ts';
import { warnOfRejectedRules } from '../shared/rejected-rules.ts';
import { unknownProject } from '../shared/unknown-project.ts';
import { describeUnranked, type UnrankedCounts } from '../shared/unranked.ts';

export type BestOptions = { project?: string | undefined; top: number };

/** The ranking of one project, or the best run of each. */
export async function best(search: Search, { project, top }: BestOptions): Promise<Report> {
  return project === undefined ? bestOfEach(search) : bestOf(search, project, top);
}

async function bestOf(search: Search, project: string, top: number): Promise<Report> {
  const answer = await search(rankingRequest(project, top));
  if (answer.type !== 'ok') return couldNotRead('could not read the ranking', answer);
  const { hits, total, buckets } = answer.value;
  if (hits.length === 0) {
    const unknown = await unknownProject(project, search);
    if (unknown !== undefined) return unknown;
  }
  const [unranked, rejected] = await Promise.all([
    countUnranked(search, project),
    warnOfRejectedRules(search, project, hits),
  ]);
  if (unranked.type !== 'ok') return couldNotRead('could not read the ranking', unranked);
  const result = ranking(project, hits);
  const metrics = buckets['metrics'] ?? [];
  return {
    type: 'result',
    exitCode: 0,
    json: { ...result, ranked: total, unranked: unranked.value },
    sections: [section(result, total, unranked.value)],
    notes: [...(metrics.length > 1 ? [mixed(project, metrics)] : []), ...rejected],
    remarks: hits.length === 0 ? [] : notRanked(unranked.value),
  };
}

async function bestOfEach(search: Search): Promise<Report> {
  const answer = await search(bestOfEachRequest());
  if (answer.type !== 'ok') return couldNotRead('could not read the best runs', answer);
  const unranked = await countUnranked(search, undefined);
  if (unranked.type !== 'ok') return couldNotRead('could not read the best runs', unranked);
  const projects = answer.value.hits.map((hit) => ranking(String(hit['project']), [hit]));
  const rows = projects.flatMap(({ project, metric, direction, split, runs }) =>
    runs.map((run) => ({ project, metric, direction, split, ...run })),
  );
  return {
    type: 'result',
    exitCode: 0,
    json: { projects, unranked: unranked.value },
    sections: [
      {
        columns: [...PROJECT_COLUMNS, ...RUN_COLUMNS.filter(({ key }) => SUMMARY.has(key))],
        details: [...RUN_COLUMNS.filter(({ key }) => !SUMMARY.has(key)), { key: 'split', title: 'split' }],
        rows,
        empty:
          Object.keys(unranked.value).length === 0
            ? 'There is no run yet: see "runlens status" for what was read.'
            : `No run ranks: ${describeUnranked(unranked.value)}.`,
      },
    ],
    remarks: rows.length === 0 ? [] : notRanked(unranked.value),
  };
}

async function countUnranked(search: Search, project: string | undefined): Promise<Attempt<UnrankedCounts>> {
  const answer = await search(unrankedRequest(project));
  if (answer.type !== 'ok') return answer;
  const reasons = answer.value.buckets['reasons'] ?? [];
  return { type: 'ok', value: Object.fromEntries(reasons.map(({ key, count }) => [key, count])) };
}

function notRanked(counts: UnrankedCounts): string[] {
  return Object.keys(counts).length === 0 ? [] : [`runlens: not ranked: ${describeUnranked(counts)}.`];
}

/** Scores of different metrics cannot be compared. */
function mixed(project: string, metrics: readonly { key: string; count: number }[]): string {
  const list = metrics.map(({ key, count }) => `${key} (${count} runs)`).join(', ');
  return oneLine(
    `runlens: warning: the runs of "${project}" are ranked by different metrics: ${list}. Name one as primary_metric in a project.json.`,
  );
}

const ARROWS: Record<string, string> = { maximize: '↑', minimize: '↓' };

const PROJECT_COLUMNS: Column[] = [
  { key: 'project', title: 'project' },
  { key: 'metric', title: 'metric' },
  { key: 'direction', title: '', format: (direction) => ARROWS[String(direction)] ?? '' },
];

const RUN_COLUMNS: Column[] = [
  { key: 'id', title: 'run' },
  { key: 'value', title: 'value' },
  { key: 'train', title: 'train' },
  { key: 'validation', title: 'validation' },
  { key: 'test', title: 'test' },
  { key: 'bias', title: 'bias' },
  { key: 'variance', title: 'variance' },
  { key: 'test_gap', title: 'test gap' },
  { key: 'ended_at', title: 'ended', format: (time) => String(time).slice(0, 10) },
];

/** The columns that fit on a line with those of the project. CSV has the others, too. */
const SUMMARY = new Set(['id', 'value', 'train', 'validation', 'test', 'ended_at']);

const RANK_COLUMNS: Column[] = [
  { key: 'rank', title: '#' },
  ...RUN_COLUMNS.filter(({ key }) => key !== 'value'),
  { key: 'is_record', title: 'record', format: (record) => (record === true ? '★' : '') },
];

function section(
  { project, metric, direction, split, runs }: Ranking,
  total: number,
  unranked: UnrankedCounts,
): Section {
  const whose = { project, metric, direction, split };
  const standard = split === 'train' || split === 'validation' || split === 'test';
  const value = RUN_COLUMNS.filter(({ key }) => key === 'value').map((column) => ({
    ...column,
    title: split ?? 'value',
  }));
  const columns = standard
    ? RANK_COLUMNS
    : RANK_COLUMNS.flatMap((column) => (column.key === 'train' ? [...value, column] : [column]));
  return {
    title:
      metric === null
        ? project
        : `${project}: ${runs.length} of ${total} runs by ${metric} on ${split} (${direction === 'minimize' ? 'lower' : 'higher'} is better)`,
    columns,
    details: [
      'name',
      'group',
      'author',
      'value',
      'score',
      'improvement',
      'gain',
      'commit',
      ...Object.keys(whose),
    ]
      .filter((key) => columns.every((column) => column.key !== key))
      .map((key) => ({ key, title: key })),
    rows: runs.map((run) => ({ ...run, ...whose })),
    empty: `No run of this project ranks: ${describeUnranked(unranked)}.`,
  };
}
