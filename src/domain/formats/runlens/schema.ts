/**
 * The result format, version 1, as schemas. Nothing here transforms or coerces.
 *
 * Every key that may be left out may be null as well, which says the same: it is what Python writes for None.
 */

import { z } from 'zod';
import { AnyObject, MetricValue, Name, Scalar, Time, Timestamp, WholeNumber } from './values.ts';

export const MetricDefinition = z
  .strictObject({
    direction: z
      .enum(['maximize', 'minimize'])
      .nullish()
      .describe('Which way is better. Without it, that of well-known names counts.'),
    level: z
      .enum(['business', 'technical', 'proxy'])
      .nullish()
      .describe(
        'What the metric measures: the business, the technique, or something that stands for either.',
      ),
    optimal: MetricValue.nullish().describe('The best value there can be: bias is counted from it.'),
    baseline: MetricValue.nullish().describe('What to do better than: improvement is counted from it.'),
    unit: z.string().nullish().describe('For people.'),
    description: z.string().nullish().describe('For people.'),
  })
  .meta({ id: 'MetricDefinition' });
export type MetricDefinition = z.infer<typeof MetricDefinition>;

export const MetricRow = z
  .strictObject({
    name: Name.describe('The metric, such as accuracy.'),
    split: Name.describe(
      'train, validation, test, or another name; val, valid and dev mean validation, training means train, testing and holdout mean test.',
    ),
    value: MetricValue.describe('A number. Bare NaN and Infinity are taken too; such a value never ranks.'),
    entity: Name.nullish().describe(
      'What the value is of, where it is broken down: a class, a site, a vendor. Without it, of the whole.',
    ),
    step: MetricValue.nullish().describe('At which step or epoch it was measured.'),
  })
  .meta({ id: 'MetricRow' });
export type MetricRow = z.infer<typeof MetricRow>;

const NestedMetrics = z.record(Name, z.record(Name, MetricValue));

export const ImageRow = z
  .strictObject({
    id: Name.describe('One of its own within the split.'),
    split: Name.describe('train, validation, test, or another name.'),
    metrics: z
      .record(Name, MetricValue)
      .describe('The numbers of this image by metric, such as {"pixel_accuracy": 0.8}.'),
    label: Scalar.nullish().describe('What it is.'),
    prediction: Scalar.nullish().describe('What the model takes it for.'),
    attributes: z
      .record(Name, Scalar.nullable())
      .nullish()
      .describe('What else is known of it, to break numbers down by: one flat object.'),
    input: z.string().nullish().describe('The picture: a URL, or a path from where the run file is.'),
    target: z.string().nullish().describe('What the output should be: likewise.'),
    output: z.string().nullish().describe('What the model made of it: likewise.'),
  })
  .meta({ id: 'ImageRow' });
export type ImageRow = z.infer<typeof ImageRow>;

export const SeriesRow = z
  .strictObject({
    name: Name.describe('The series, such as demand.'),
    split: Name.describe('train, validation, test, or another name.'),
    entity: Name.nullish().describe('Which of several like it: a shop, a sensor.'),
    timestamps: z
      .array(Timestamp)
      .describe(
        'Dates, ISO 8601 times with a zone, or epoch milliseconds. The other lists are as long as this one.',
      ),
    target: z.array(MetricValue).nullish().describe('What came true.'),
    prediction: z.array(MetricValue).nullish().describe('What the model said.'),
    lower: z.array(MetricValue).nullish().describe('The lower bound of the prediction.'),
    upper: z.array(MetricValue).nullish().describe('The upper bound of the prediction.'),
  })
  .meta({ id: 'SeriesRow' });
export type SeriesRow = z.infer<typeof SeriesRow>;

export const Artifact = z
  .strictObject({
    name: Name.describe('For people.'),
    uri: z.string().min(1).describe('Where it is.'),
    kind: z.string().nullish().describe('What it is, such as model or report.'),
    media_type: z.string().nullish().describe('Such as application/zip.'),
    bytes: z.int().min(0).nullish().describe('Its size.'),
    sha256: z.string().nullish().describe('Its checksum.'),
  })
  .meta({ id: 'Artifact' });

const RunIdentity = z.strictObject({
  id: Name.nullish().describe(
    'Identity within the project: the same id again is the same run, updated. Default: the path of the file, without its extension.',
  ),
  name: Name.nullish().describe('For people. Default: the id.'),
  group: Name.nullish().describe('Sweep, study or model family.'),
  status: z
    .enum(['completed', 'running', 'failed', 'interrupted'])
    .nullish()
    .describe('Only completed runs rank. Default: completed.'),
  started_at: Time.nullish().describe('When the run began.'),
  ended_at: Time.nullish().describe(
    'When the run ended: runs and records are ordered by it. Default: when the file was last changed.',
  ),
  seed: WholeNumber.nullish().describe('Of the random numbers; as large as you like.'),
  author: z.string().nullish().describe('Who made the run.'),
  host: z.string().nullish().describe('Which machine it ran on.'),
  command: z.string().nullish().describe('What was called.'),
  notes: z.string().nullish().describe('Anything for people.'),
  tags: z.array(z.string()).nullish().describe('Anything to filter by.'),
});

export const Code = z.strictObject({
  repository: z.string().nullish().describe('Where the code is.'),
  commit: z.string().nullish().describe('Which commit was run.'),
  branch: z.string().nullish().describe('Which branch that was on.'),
  dirty: z.boolean().nullish().describe('Whether there were changes that were not committed.'),
  version: z.string().nullish().describe('Which release, where it has a number.'),
});

export const DatasetSplit = z.strictObject({ size: z.int().min(0).nullish().describe('How many examples.') });

/** A run. Its `images` and `series` rows are checked one by one (`ImageRow`, `SeriesRow`), so only counted here. */
export const Run = z.strictObject({
  schema: z.literal('runlens.run/1').describe('What this file is: a run, in version 1 of the format.'),
  project: Name.nullish().describe(
    'What the runs compete in. Default: the first folder below the watched one.',
  ),
  run: RunIdentity.nullish().describe('Which run this is, whose, and when.'),
  code: Code.nullish().describe('What was run.'),
  dataset: z
    .strictObject({
      name: z.string().nullish().describe('Which data.'),
      version: z.string().nullish().describe('In which version.'),
      splits: z
        .record(Name, DatasetSplit)
        .nullish()
        .describe('Sizes of the splits, such as {"train": {"size": 1000}}.'),
    })
    .nullish()
    .describe('What it was trained and measured on.'),
  environment: AnyObject.nullish().describe('Any object: packages, hardware, drivers. All of it is kept.'),
  hyperparameters: AnyObject.nullish().describe(
    'Any object, nested as you like: all of it is kept and searchable, numbers as numbers.',
  ),
  metrics: z
    .union([NestedMetrics, z.array(MetricRow)])
    .describe('Values by split and name, such as {"validation": {"accuracy": 0.9}}; or a list of rows.'),
  primary_metric: Name.nullish().describe(
    'The metric that ranks the run, where no project file says. Default: its only one.',
  ),
  primary_image_metric: Name.nullish().describe(
    'The metric that ranks its images, where no project file says. Default: their only one.',
  ),
  metric_definitions: z
    .record(Name, MetricDefinition)
    .nullish()
    .describe('Directions, optima and baselines by metric, where no project file says.'),
  images: z.array(z.unknown()).nullish().describe('Numbers per image. Where they are many: images_file.'),
  images_file: z
    .string()
    .min(1)
    .nullish()
    .describe('Path, from where this file is, of images: one JSON object a line; may end in .gz.'),
  series: z.array(z.unknown()).nullish().describe('Time series. Where they are many: series_file.'),
  series_file: z
    .string()
    .min(1)
    .nullish()
    .describe('Path, from where this file is, of series: one JSON object a line; may end in .gz.'),
  artifacts: z.array(Artifact).nullish().describe('Links to models, reports and other large things.'),
});
export type Run = z.infer<typeof Run>;

export const Project = z.strictObject({
  schema: z
    .literal('runlens.project/1')
    .describe('What this file is: how a project is judged, in version 1 of the format.'),
  project: Name.nullish().describe('Which project. Default: the first folder below the watched one.'),
  title: z.string().nullish().describe('For people.'),
  description: z.string().nullish().describe('For people.'),
  primary_metric: Name.nullish().describe('The metric that ranks runs.'),
  primary_image_metric: Name.nullish().describe('The metric that ranks the images of a run.'),
  ranking_split: Name.nullish().describe('The split that ranks. Default: validation.'),
  metrics: z
    .record(Name, MetricDefinition)
    .nullish()
    .describe('Directions, optima and baselines by metric, such as {"loss": {"direction": "minimize"}}.'),
});
export type Project = z.infer<typeof Project>;
