/** The documents of a run's rows, built one at a time. */

import { safeFieldName, safeFieldNames } from '../model/field-name.ts';
import { effectiveMetric, sign, type EffectiveMetric } from '../judging/definition.ts';
import { scoreOf } from '../judging/primary.ts';
import { pairs } from '../model/parameters.ts';
import type { Image, Project, Run, SeriesPoint } from '../model/run.ts';
import { shorten } from '../model/shorten.ts';
import type { Derived } from '../judging/derived.ts';
import type { Document, RunReference } from './document.ts';
import { imageId, pointId, runKey, scoreId } from './ids.ts';
import type { Digest } from '../model/digest.ts';

/** The facts that the documents of one run have in common. */
export type RowContext = { run: Run; project: Project; derived: Derived; revision: string; digest: Digest };

/** `metricFields`: the field of each metric of the run's images. A metric has the same field on every image. */
export type ImageContext = RowContext & { metricFields: ReadonlyMap<string, string> };

/** In UTF-16 units. The documents of all rows repeat it. */
const LONGEST_AUTHOR = 1000;

/** The id of a run is unique within its project only. */
export function runLabel({ id, project }: Pick<Run, 'id' | 'project'>): string {
  return `${id} (${project})`;
}

/** The part of a run that its scores repeat. */
export function runReference(run: Run, digest: Digest): RunReference {
  return {
    key: runKey(digest, run.project, run.id),
    id: run.id,
    name: run.name,
    label: runLabel(run),
    group: run.group,
    author: run.author && shorten(run.author, LONGEST_AUTHOR),
    status: run.status,
    ended_at: run.endedAt,
  };
}

/** The part of a run that its rows repeat, without the status, which changes and would cause a rewrite of all rows. */
export function rowReference(run: Run, digest: Digest): Omit<RunReference, 'status'> {
  const { status: _status, ...reference } = runReference(run, digest);
  return reference;
}

/** One document per run × split × metric × entity. */
export function scoreDocuments({ run, project, derived, revision, digest }: RowContext): Document[] {
  const reference = runReference(run, digest);
  return run.scores.map((row): Document => {
    const metric = effectiveMetric(row.metric, project.definitions, run.definitions);
    return {
      index: 'scores',
      id: scoreId(digest, reference.key, row),
      body: {
        project: run.project,
        run: reference,
        split: row.split,
        metric: row.metric,
        entity: row.entity,
        value: row.value,
        step: row.step,
        direction: metric.direction,
        level: metric.level,
        score: scoreOf(row.metric, row.value, project.definitions, run.definitions),
        is_primary: row.metric === derived.primary.metric?.name,
        revision,
      },
    };
  });
}

/** One document per run × split × image, routed by its run. */
export function imageDocument(
  image: Image,
  { run, derived, revision, digest, metricFields }: ImageContext,
): Document {
  const reference = rowReference(run, digest);
  const attributes = { number: {} as Record<string, number>, keyword: {} as Record<string, string> };
  const words = new Map<string, string | boolean>();
  const attributeFields = safeFieldNames(image.attributes.keys());
  for (const [name, value] of image.attributes) {
    const field = attributeFields.get(name) ?? safeFieldName(name);
    if (typeof value === 'number') {
      attributes.number[field] = value;
    } else {
      attributes.keyword[field] = String(value);
      words.set(name, value);
    }
  }
  const { fields, names } = inFields(image.metrics, metricFields);
  return {
    index: 'images',
    id: imageId(digest, reference.key, image),
    routing: reference.key,
    body: {
      project: run.project,
      run: reference,
      split: image.split,
      id: image.id,
      label: image.label,
      prediction: image.prediction,
      is_correct:
        image.label === undefined || image.prediction === undefined
          ? undefined
          : image.label === image.prediction,
      // Without numbers: each value would be a group of its own.
      attributes: words.size === 0 ? attributes : { pairs: pairs(words), ...attributes },
      metrics: fields,
      metric_names: names,
      nonfinite: image.nonfinite.length === 0 ? undefined : image.nonfinite,
      primary: imagePrimary(image.metrics, derived.primaryImage?.metric),
      input: image.input,
      target: image.target,
      output: image.output,
      revision,
    },
  };
}

/** The primary metric of an image. Null without one, so that an update removes it. */
export function imagePrimary(metrics: ReadonlyMap<string, number>, metric: EffectiveMetric | undefined) {
  if (metric === undefined) return null;
  const value = metrics.get(metric.name);
  const score = value === undefined || metric.direction === undefined ? null : sign(metric.direction) * value;
  return { metric: metric.name, direction: metric.direction ?? null, value: value ?? null, score };
}

/** One document per run × split × series × entity × timestamp. */
export function pointDocument(point: SeriesPoint, { run, revision, digest }: RowContext): Document {
  const reference = rowReference(run, digest);
  const error =
    point.target === undefined || point.prediction === undefined
      ? undefined
      : point.prediction - point.target;
  return {
    index: 'series',
    id: pointId(digest, reference.key, point),
    body: {
      project: run.project,
      run: reference,
      ...point,
      error,
      absolute_error: error === undefined ? undefined : Math.abs(error),
      revision,
    },
  };
}

/** Metrics by safe field names, and the original of each name that had to change (`{mAP50_95_B: 'mAP50-95(B)'}`). */
function inFields(metrics: ReadonlyMap<string, number>, metricFields: ReadonlyMap<string, string>) {
  const fields: Record<string, number> = {};
  const names: Record<string, string> = {};
  for (const [name, value] of metrics) {
    const field = metricFields.get(name) ?? safeFieldName(name);
    fields[field] = value;
    if (field !== name) names[field] = name;
  }
  return { fields, names: Object.keys(names).length === 0 ? undefined : names };
}

/** The metrics of an image document by their original names: the inverse of `inFields`. */
export function originalMetrics(
  fields: Record<string, number>,
  names: Record<string, string> = {},
): Map<string, number> {
  const original = new Map(Object.entries(names));
  return new Map(Object.entries(fields).map(([field, value]) => [original.get(field) ?? field, value]));
}
