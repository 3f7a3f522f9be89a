/** Turns a checked file into a run or a project: fills in defaults, and gives splits their usual names. */

import { canonicalSplit } from '../../model/split.ts';
import { millisecondsBetween, parseTime } from '../../model/time.ts';
import type * as Canonical from '../../model/run.ts';
import type { OriginalContext } from '../format.ts';
import { metricEntries } from './metrics.ts';
import { Artifact, Code, DatasetSplit, MetricDefinition, type Project, type Run } from './schema.ts';
import { finite } from './values.ts';

/** The run of a checked file. Times and identity default to those of the file. */
export function normaliseRun(file: Run, project: string, context: OriginalContext): Canonical.Run {
  const identity = file.run ?? {};
  const id = identity.id ?? context.path.replace(/\.json(\.gz)?$/i, '');
  const endedAt = time(identity.ended_at) ?? context.modifiedAt;
  // A start after the end would be the time at which the file was copied.
  const startedAt = time(identity.started_at) ?? earlier(context.modifiedAt, endedAt);
  const stated = isThere(identity.started_at) && isThere(identity.ended_at);
  return {
    project,
    id,
    name: identity.name ?? id,
    group: identity.group ?? undefined,
    status: identity.status ?? 'completed',
    startedAt,
    endedAt,
    durationSeconds: stated ? millisecondsBetween(startedAt, endedAt) / 1000 : undefined,
    seed: isThere(identity.seed) ? String(identity.seed) : undefined,
    author: identity.author ?? undefined,
    host: identity.host ?? undefined,
    command: identity.command ?? undefined,
    notes: identity.notes ?? undefined,
    tags: identity.tags ?? [],
    code: isThere(file.code) ? told(Code, file.code) : undefined,
    dataset: dataset(file.dataset),
    environment: file.environment ?? {},
    hyperparameters: file.hyperparameters ?? {},
    scores: metricEntries(file.metrics).map(({ metric, split, entity, step, value }) => ({
      metric,
      split,
      entity,
      step,
      value: finite(value),
    })),
    primaryMetric: file.primary_metric ?? undefined,
    primaryImageMetric: file.primary_image_metric ?? undefined,
    definitions: definitions(file.metric_definitions),
    artifacts: (file.artifacts ?? []).map((artifact) => told(Artifact, artifact)),
    source: {
      path: context.path,
      format: 'runlens',
      modifiedAt: context.modifiedAt,
    },
  };
}

/** The rules of a checked project file. */
export function normaliseProject(file: Project, project: string): Canonical.Project {
  return {
    project,
    title: file.title ?? undefined,
    description: file.description ?? undefined,
    primaryMetric: file.primary_metric ?? undefined,
    primaryImageMetric: file.primary_image_metric ?? undefined,
    rankingSplit: canonicalSplit(file.ranking_split ?? 'validation'),
    definitions: definitions(file.metrics),
  };
}

function definitions(declared: Run['metric_definitions']): Canonical.MetricDefinitions {
  return new Map(
    Object.entries(declared ?? {}).map(([name, definition]) => {
      const { optimal, baseline, ...words } = told(MetricDefinition, definition);
      return [name, { ...words, ...present({ optimal: finite(optimal), baseline: finite(baseline) }) }];
    }),
  );
}

function dataset(declared: Run['dataset']): Canonical.Run['dataset'] {
  if (!isThere(declared)) return undefined;
  const splits = Object.entries(declared.splits ?? {}).map(
    ([name, split]) => [canonicalSplit(name), told(DatasetSplit, split)] as const,
  );
  return {
    name: declared.name ?? undefined,
    version: declared.version ?? undefined,
    splits: Object.fromEntries(splits),
  };
}

function time(value: string | number | null | undefined): string | undefined {
  if (!isThere(value)) return undefined;
  const parsed = parseTime(value);
  return parsed.type === 'time' ? parsed.iso : undefined;
}

type Kept<T> = { [Key in keyof T]: Exclude<T[Key], null> };

/** An object without nulls, and without unknown keys, which the indices would refuse. */
function told<T extends object>({ shape }: { shape: Record<string, unknown> }, value: T): Kept<T> {
  const members = new Map(Object.entries(value));
  return Object.fromEntries(
    Object.keys(shape).flatMap((key) => (isThere(members.get(key)) ? [[key, members.get(key)]] : [])),
  ) as Kept<T>;
}

function present<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

function isThere<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
