import { safeFieldNames } from '../model/field-name.ts';
import type { Judgement } from '../judging/judge.ts';
import type { EffectiveMetric } from '../judging/definition.ts';
import type { Primary } from '../judging/primary.ts';
import { flattenParameters, pairs, portable } from '../model/parameters.ts';
import type { RowFacts, Run } from '../model/run.ts';
import type { Derived } from '../judging/derived.ts';
import type { Document } from './document.ts';
import { runLabel } from './rows.ts';

export type ExperimentInput = {
  key: string;
  run: Run;
  original: string;
  facts: RowFacts;
  derived: Derived;
  /** Fingerprint of the content that the run was read from. */
  revision: string;
};

/** The document of a run in `experiments`, without the judgement. */
export function experimentDocument({
  key,
  run,
  original,
  facts,
  derived,
  revision,
}: ExperimentInput): Document {
  return {
    index: 'experiments',
    id: key,
    body: {
      project: run.project,
      run: {
        key,
        id: run.id,
        name: run.name,
        label: runLabel(run),
        group: run.group,
        status: run.status,
        author: run.author,
        host: run.host,
        command: run.command,
        notes: run.notes,
        seed: run.seed,
        tags: run.tags,
        started_at: run.startedAt,
        ended_at: run.endedAt,
        duration_seconds: run.durationSeconds,
      },
      code: run.code,
      dataset: run.dataset,
      environment: bounded(run.environment),
      hyperparameters: hyperparameterFields(run.hyperparameters),
      metrics: sorted(run.scores.map((score) => score.metric)),
      splits: sorted(run.scores.map((score) => score.split)),
      entities: sorted(run.scores.flatMap((score) => score.entity ?? [])),
      nonfinite: sorted(run.scores.filter((score) => score.value === undefined).map((score) => score.metric)),
      image_metrics: facts.imageMetrics,
      counts: facts.counts,
      artifacts: run.artifacts,
      ...derivedFields(derived),
      revision,
      source: {
        path: run.source.path,
        format: run.source.format,
        modified_at: run.source.modifiedAt,
      },
      original,
    },
  };
}

/** A judgement as fields. Absent values are null, so that an update removes them. */
export function judgementFields({ isBest, record }: Judgement): Record<string, unknown> {
  return {
    is_best: isBest,
    record:
      record === undefined
        ? null
        : {
            is: record.is,
            value: record.value,
            score: record.score,
            gain: record.gain ?? null,
            previous: record.previous ?? null,
            changed: record.changes?.map((change) => change.name) ?? null,
            changes:
              record.changes?.map(
                ({ name, before, after }) => `${name}: ${before ?? '–'} → ${after ?? '–'}`,
              ) ?? null,
          },
  };
}

function derivedFields({ primary, primaryImage, directions, settings }: Derived): Record<string, unknown> {
  return {
    primary: primaryFields(primary),
    primary_image: primaryImage && {
      metric: primaryImage.metric.name,
      metric_from: primaryImage.from,
      direction: primaryImage.metric.direction,
      direction_from: primaryImage.metric.directionFrom,
    },
    directions: directions.map(({ name, direction, directionFrom }: EffectiveMetric) => ({
      metric: name,
      direction,
      from: directionFrom,
    })),
    ranks: primary.unranked === undefined,
    unranked_because: primary.unranked,
    settings,
  };
}

function primaryFields({ metric, metricFrom, split, testGap, unranked: _unranked, ...numbers }: Primary) {
  return {
    metric: metric?.name,
    metric_from: metricFrom,
    direction: metric?.direction,
    direction_from: metric?.directionFrom,
    level: metric?.level,
    unit: metric?.unit,
    optimal: metric?.optimal,
    optimal_from: metric?.optimalFrom,
    baseline: metric?.baseline,
    split,
    ...numbers,
    test_gap: testGap,
  };
}

/**
 * All hyperparameters as one flattened field; numbers and texts also as fields of their own type, so that a name may be
 * either; and `name=value` pairs, for charts over all names.
 */
function hyperparameterFields(hyperparameters: Record<string, unknown>): Record<string, unknown> {
  const flat = flattenParameters(hyperparameters);
  const fields = safeFieldNames(flat.keys());
  const number: Record<string, number> = {};
  const keyword: Record<string, string> = {};
  for (const [name, value] of flat) {
    const field = fields.get(name) ?? name;
    if (typeof value === 'number') number[field] = value;
    else keyword[field] = String(value);
  }
  return { all: bounded(hyperparameters), pairs: pairs(flat), number, keyword };
}

/** Elasticsearch accepts flattened fields to a depth of 20. */
const FLATTENED_DEPTH = 15;

/** A portable copy of limited depth: deeper values become JSON text. The delimiter of flattened fields is replaced in keys. */
function bounded(value: unknown, depth = FLATTENED_DEPTH): unknown {
  const copy = portable(value);
  return bound(copy, depth);
}

function bound(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map((member) => bound(member, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.replaceAll('\0', '␀'), bound(member, depth - 1)]),
  );
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}
