/**
 * The result format, version 1, as schemas. Nothing here transforms or coerces.
 *
 * Every key that may be left out may be null as well, which says the same: it is what Python writes for None.
 */

import { z } from 'zod';
import { AnyObject, MetricValue, Name, Scalar, Time, Timestamp, WholeNumber } from './values.ts';

export const MetricDefinition = z
  .strictObject({
    direction: z.enum(['maximize', 'minimize']).nullish(),
    level: z.enum(['business', 'technical', 'proxy']).nullish(),
    optimal: MetricValue.nullish(),
    baseline: MetricValue.nullish(),
    unit: z.string().nullish(),
    description: z.string().nullish(),
  })
  .meta({ id: 'MetricDefinition' });
export type MetricDefinition = z.infer<typeof MetricDefinition>;

export const MetricRow = z
  .strictObject({
    name: Name,
    split: Name,
    value: MetricValue,
    entity: Name.nullish(),
    step: MetricValue.nullish(),
  })
  .meta({ id: 'MetricRow' });
export type MetricRow = z.infer<typeof MetricRow>;

const NestedMetrics = z.record(Name, z.record(Name, MetricValue));

export const ImageRow = z
  .strictObject({
    id: Name,
    split: Name,
    metrics: z.record(Name, MetricValue),
    label: Scalar.nullish(),
    prediction: Scalar.nullish(),
    attributes: z.record(Name, Scalar.nullable()).nullish(),
    input: z.string().nullish(),
    target: z.string().nullish(),
    output: z.string().nullish(),
  })
  .meta({ id: 'ImageRow' });
export type ImageRow = z.infer<typeof ImageRow>;

export const SeriesRow = z
  .strictObject({
    name: Name,
    split: Name,
    entity: Name.nullish(),
    timestamps: z.array(Timestamp),
    target: z.array(MetricValue).nullish(),
    prediction: z.array(MetricValue).nullish(),
    lower: z.array(MetricValue).nullish(),
    upper: z.array(MetricValue).nullish(),
  })
  .meta({ id: 'SeriesRow' });
export type SeriesRow = z.infer<typeof SeriesRow>;

export const Artifact = z
  .strictObject({
    name: Name,
    uri: z.string().min(1),
    kind: z.string().nullish(),
    media_type: z.string().nullish(),
    bytes: z.int().min(0).nullish(),
    sha256: z.string().nullish(),
  })
  .meta({ id: 'Artifact' });

const RunIdentity = z.strictObject({
  id: Name.nullish(),
  name: Name.nullish(),
  group: Name.nullish(),
  status: z.enum(['completed', 'running', 'failed', 'interrupted']).nullish(),
  started_at: Time.nullish(),
  ended_at: Time.nullish(),
  seed: WholeNumber.nullish(),
  author: z.string().nullish(),
  host: z.string().nullish(),
  command: z.string().nullish(),
  notes: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
});

export const Code = z.strictObject({
  repository: z.string().nullish(),
  commit: z.string().nullish(),
  branch: z.string().nullish(),
  dirty: z.boolean().nullish(),
  version: z.string().nullish(),
});

export const DatasetSplit = z.strictObject({ size: z.int().min(0).nullish() });

/** A run. Its `images` and `series` rows are checked one by one (`ImageRow`, `SeriesRow`), so only counted here. */
export const Run = z.strictObject({
  schema: z.literal('runlens.run/1'),
  project: Name.nullish(),
  run: RunIdentity.nullish(),
  code: Code.nullish(),
  dataset: z
    .strictObject({
      name: z.string().nullish(),
      version: z.string().nullish(),
      splits: z.record(Name, DatasetSplit).nullish(),
    })
    .nullish(),
  environment: AnyObject.nullish(),
  hyperparameters: AnyObject.nullish(),
  metrics: z.union([NestedMetrics, z.array(MetricRow)]),
  primary_metric: Name.nullish(),
  primary_image_metric: Name.nullish(),
  metric_definitions: z.record(Name, MetricDefinition).nullish(),
  images: z.array(z.unknown()).nullish(),
  images_file: z.string().min(1).nullish(),
  series: z.array(z.unknown()).nullish(),
  series_file: z.string().min(1).nullish(),
  artifacts: z.array(Artifact).nullish(),
});
export type Run = z.infer<typeof Run>;

export const Project = z.strictObject({
  schema: z.literal('runlens.project/1'),
  project: Name.nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  primary_metric: Name.nullish(),
  primary_image_metric: Name.nullish(),
  ranking_split: Name.nullish(),
  metrics: z.record(Name, MetricDefinition).nullish(),
});
export type Project = z.infer<typeof Project>;
