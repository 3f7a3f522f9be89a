/** The ranking of a project's runs, with their derived numbers. */

import type { SearchRequest } from './search.ts';

/** Ties rank by the earlier end, then by the id: the first run to reach a score ranks first. */
export const BEST_FIRST = [
  { 'primary.score': 'desc' },
  { 'run.ended_at': 'asc' },
  { 'run.id': 'asc' },
] as const satisfies SearchRequest['sort'];

const FIELDS = [
  'project',
  'run.id',
  'run.name',
  'run.group',
  'run.author',
  'run.ended_at',
  'primary',
  'record',
  'is_best',
  'code.commit',
  'source.path',
];

/** The runs of one project that rank, best first, and the metrics by which they rank. */
export function rankingRequest(project: string, top: number): SearchRequest {
  return {
    target: 'experiments',
    size: top,
    filter: [{ term: { project } }, { exists: { field: 'primary.score' } }],
    sort: BEST_FIRST,
    fields: FIELDS,
    aggregations: { metrics: { terms: { field: 'primary.metric', size: 10 } } },
  };
}

/** The best run of every project. */
export function bestOfEachRequest(): SearchRequest {
  return {
    target: 'experiments',
    size: 1000,
    filter: [{ term: { is_best: true } }],
    sort: [{ project: 'asc' }],
    fields: FIELDS,
  };
}

/** The reasons why runs do not rank, of one project or of all, as the aggregation `reasons`. */
export function unrankedRequest(project: string | undefined): SearchRequest {
  return {
    target: 'experiments',
    size: 0,
    filter: [
      ...(project === undefined ? [] : [{ term: { project } }]),
      { exists: { field: 'unranked_because' } },
    ],
    aggregations: { reasons: { terms: { field: 'unranked_because', size: 100 } } },
  };
}

export type RankedRun = {
  rank: number;
  id: string;
  name: string;
  group?: string | undefined;
  author?: string | undefined;
  value?: number | undefined;
  score?: number | undefined;
  train?: number | undefined;
  validation?: number | undefined;
  test?: number | undefined;
  bias?: number | undefined;
  variance?: number | undefined;
  test_gap?: number | undefined;
  improvement?: number | undefined;
  ended_at: string;
  is_record: boolean;
  gain?: number | undefined;
  commit?: string | undefined;
};

export type Ranking = {
  project: string;
  metric: string | null;
  direction: string | null;
  split: string | null;
  runs: RankedRun[];
};

type Experiment = {
  project: string;
  run: { id: string; name: string; group?: string; author?: string; ended_at: string };
  primary: { metric?: string; direction?: string; split?: string } & Partial<Record<keyof RankedRun, number>>;
  record?: { is: boolean; gain: number | null } | null;
  code?: { commit?: string };
};

/** @param hits of `rankingRequest`, or one of `bestOfEachRequest` */
export function ranking(project: string, hits: readonly object[]): Ranking {
  const experiments = hits as readonly Experiment[];
  const primary = experiments[0]?.primary;
  return {
    project,
    metric: primary?.metric ?? null,
    direction: primary?.direction ?? null,
    split: primary?.split ?? null,
    runs: experiments.map(rankedRun),
  };
}

function rankedRun({ run, primary, record, code }: Experiment, index: number): RankedRun {
  const { value, score, train, validation, test, bias, variance, test_gap, improvement } = primary;
  return {
    rank: index + 1,
    id: run.id,
    name: run.name,
    group: run.group,
    author: run.author,
    value,
    score,
    train,
    validation,
    test,
    bias,
    variance,
    test_gap,
    improvement,
    ended_at: run.ended_at,
    is_record: record?.is ?? false,
    gain: record?.gain ?? undefined,
    commit: code?.commit,
  };
}
