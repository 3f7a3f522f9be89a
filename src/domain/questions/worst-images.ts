/** The headline question: from the best run so far, the images on which a metric is worst. */

import { originalMetrics } from '../documents/rows.ts';
import type { Direction } from '../model/run.ts';
import type { Condition, SearchAnswer, SearchRequest } from './search.ts';

export type WorstImagesQuestion = {
  project?: string | undefined;
  /** Instead of the best run. */
  run?: string | undefined;
  split: string;
  /** Instead of the primary image metric; `field` is its field on the images of the run. */
  metric?: { name: string; field: string; direction: Direction } | undefined;
  count: number;
};

/**
 * One search that answers the question. The alias holds the images of the best runs and nothing else, and each image
 * carries its direction-normalised score, so the worst is simply the lowest. Ties go by image id.
 */
export function worstImagesRequest({
  project,
  run,
  split,
  metric,
  count,
}: WorstImagesQuestion): SearchRequest {
  const by = fieldOf(metric);
  const order = metric?.direction === 'minimize' ? 'desc' : 'asc';
  return {
    target: run === undefined ? 'images-best' : 'images',
    size: count,
    filter: [...whose({ project, run }), { term: { split } }, { exists: { field: by } }],
    sort: [{ [by]: { order, unmapped_type: 'double' } }, { id: 'asc' }],
    aggregations: { projects: { terms: { field: 'project', size: 100 } } },
  };
}

/** The run that is asked about: which metrics its images have, and which way is better for each. */
export function runRequest({ project, run }: Pick<WorstImagesQuestion, 'project' | 'run'>): SearchRequest {
  return {
    target: 'experiments',
    size: 100,
    filter: [...(run === undefined ? [{ term: { is_best: true } }] : []), ...whose({ project, run })],
    sort: [{ project: 'asc' }],
    fields: ['project', 'run.id', 'directions', 'image_metrics', 'primary_image', 'counts'],
  };
}

/** The splits on which a run has images that rank, as the aggregation `splits`. */
export function splitsRequest(
  { project, run }: { project: string; run: { id: string } },
  metric: WorstImagesQuestion['metric'],
): SearchRequest {
  return {
    target: 'images',
    size: 0,
    filter: [...whose({ project, run: run.id }), { exists: { field: fieldOf(metric) } }],
    aggregations: { splits: { terms: { field: 'split', size: 100 } } },
  };
}

/** The images of a run's split that no place in the order can be found for, by `unrankedImages`. */
export function unrankedImagesRequest(
  { project, run, split }: Pick<WorstImages, 'project' | 'run' | 'split'>,
  metric: WorstImagesQuestion['metric'],
): SearchRequest {
  return {
    target: 'images',
    size: 0,
    filter: [
      ...whose({ project, run }),
      { term: { split } },
      { bool: { must_not: { exists: { field: fieldOf(metric) } } } },
    ],
    aggregations: { nonfinite: { terms: { field: 'nonfinite', size: 1000 } } },
  };
}

/** How many images do not rank, by what keeps them from it; without those that are none. */
export type UnrankedImages = Partial<Record<'not-finite' | 'metric-missing', number>>;

/** @param answer to `unrankedImagesRequest` */
export function unrankedImages({ total, buckets }: SearchAnswer, metric: string): UnrankedImages {
  const notFinite = buckets['nonfinite']?.find(({ key }) => key === metric)?.count ?? 0;
  const missing = total - notFinite;
  return {
    ...(notFinite > 0 && { 'not-finite': notFinite }),
    ...(missing > 0 && { 'metric-missing': missing }),
  };
}

function fieldOf(metric: WorstImagesQuestion['metric']): string {
  return metric === undefined ? 'primary.score' : `metrics.${metric.field}`;
}

function whose({ project, run }: Pick<WorstImagesQuestion, 'project' | 'run'>): Condition[] {
  return [
    ...(project === undefined ? [] : [{ term: { project } }]),
    ...(run === undefined ? [] : [{ term: { 'run.id': run } }]),
  ];
}

export type WorstImage = {
  rank: number;
  id: string;
  value: number | null;
  metrics: Record<string, number>;
  label?: string | undefined;
  prediction?: string | undefined;
  input?: string | undefined;
  target?: string | undefined;
  output?: string | undefined;
};

export type WorstImages = {
  project: string;
  run: string;
  split: string;
  metric: string;
  direction: string | null;
  images: WorstImage[];
};

type StoredImage = {
  project: string;
  run: { id: string };
  split: string;
  id: string;
  metrics: Record<string, number>;
  metric_names?: Record<string, string>;
  primary: { metric: string; direction: string | null; value: number | null } | null;
} & Pick<WorstImage, 'label' | 'prediction' | 'input' | 'target' | 'output'>;

/** @param hits of `worstImagesRequest`, at least one */
export function worstImages(
  hits: readonly object[],
  metric: WorstImagesQuestion['metric'],
): WorstImages | undefined {
  const images = hits as readonly StoredImage[];
  const [first] = images;
  if (first === undefined) return undefined;
  return {
    project: first.project,
    run: first.run.id,
    split: first.split,
    metric: metric?.name ?? first.primary?.metric ?? '',
    direction: metric?.direction ?? first.primary?.direction ?? null,
    images: images.map((image, index) => {
      const metrics = originalMetrics(image.metrics, image.metric_names);
      return {
        rank: index + 1,
        id: image.id,
        value: metric === undefined ? (image.primary?.value ?? null) : (metrics.get(metric.name) ?? null),
        metrics: Object.fromEntries(metrics),
        label: image.label,
        prediction: image.prediction,
        input: image.input,
        target: image.target,
        output: image.output,
      };
    }),
  };
}
