import { safeFieldNames } from '../../domain/model/field-name.ts';
import { nearest } from '../../domain/model/nearest.ts';
import type { Search } from '../../domain/questions/search.ts';
import {
  runRequest,
  splitsRequest,
  unrankedImages,
  unrankedImagesRequest,
  worstImages,
  worstImagesRequest,
  type UnrankedImages,
  type WorstImages,
  type WorstImagesQuestion,
} from '../../domain/questions/worst-images.ts';
import type { Direction } from '../../domain/model/run.ts';
import { canonicalSplit } from '../../domain/model/split.ts';
import type { Report } from '../../output/report.ts';
import { oneLine } from '../../output/text.ts';
import { couldNotRead } from '../shared/elasticsearch-failure.ts';
import { unknownProject } from '../shared/unknown-project.ts';
import { describeUnrankedImages } from '../shared/unranked.ts';

export type WorstImagesOptions = {
  project?: string | undefined;
  run?: string | undefined;
  split: string;
  metric?: string | undefined;
  count: number;
};

type Metric = WorstImagesQuestion['metric'];

/** The images on which the best run, or a named one, does worst. */
export async function worstImagesOf(search: Search, options: WorstImagesOptions): Promise<Report> {
  const split = canonicalSplit(options.split);
  const { project, run, count } = options;
  const metric = options.metric === undefined ? undefined : await directed(search, options, options.metric);
  if (metric !== undefined && 'type' in metric) return metric;
  const answer = await search(worstImagesRequest({ project, run, split, metric, count }));
  if (answer.type !== 'ok') return couldNotRead('could not search the images', answer);
  const projects = (answer.value.buckets['projects'] ?? []).map(({ key }) => key);
  if (projects.length > 1) return severalProjects(projects);
  const result = worstImages(answer.value.hits, metric);
  if (result === undefined) return nothingFound(search, { ...options, split }, metric);
  const leftOut = await search(unrankedImagesRequest(result, metric));
  return leftOut.type === 'ok'
    ? found(result, unrankedImages(leftOut.value, result.metric))
    : couldNotRead('could not count the images that do not rank', leftOut);
}

/** A metric by name, with the direction that the run is judged by. */
async function directed(
  search: Search,
  { project, run }: WorstImagesOptions,
  name: string,
): Promise<Exclude<Metric, undefined> | Report> {
  const first = await onlyRun(search, { project, run });
  if ('type' in first) return first;
  const metrics = first.image_metrics ?? [];
  const field = safeFieldNames(metrics).get(name);
  if (field === undefined) {
    const meant = nearest(name, metrics);
    return failure(
      `the images of run "${first.run.id}" have no metric "${name}"`,
      metrics.length === 0 ? 'they have none' : `they have ${metrics.join(', ')}`,
      meant === undefined ? 'Choose one of them with --metric.' : `Did you mean --metric ${meant}?`,
    );
  }
  const direction = first.directions?.find((known) => known.metric === name)?.direction;
  if (direction === undefined) {
    return failure(
      `which images are worst by "${name}" is not known`,
      'nothing says whether it is to be maximized or minimized',
      `Declare it in the project's project.json: {"metrics": {"${name}": {"direction": "maximize"}}}`,
    );
  }
  return { name, field, direction };
}

type StoredRun = {
  project: string;
  run: { id: string };
  directions?: { metric: string; direction?: Direction }[];
  image_metrics?: string[];
  primary_image?: { metric?: string; direction?: Direction };
  counts?: { images?: number };
};

/** Says why there is no image to show: no such project or run, none in this split, or nothing to rank them by. */
async function nothingFound(
  search: Search,
  { project, run, split }: WorstImagesOptions,
  metric: Metric,
): Promise<Report> {
  const first = await onlyRun(search, { project, run });
  if ('type' in first) return first;
  const what = `no image to show of run "${first.run.id}" of project "${first.project}" on split "${split}"`;
  if ((first.counts?.images ?? 0) === 0)
    return failure(what, 'the run came without images', 'Add "images" or "images_file" to its result file.');
  if (metric === undefined && first.primary_image?.direction === undefined) {
    return failure(
      what,
      first.primary_image?.metric === undefined
        ? `its images have several metrics (${(first.image_metrics ?? []).join(', ')}) and none is primary`
        : `nothing says whether "${first.primary_image.metric}" is to be maximized or minimized`,
      'Choose one with --metric, or declare primary_image_metric and its direction in project.json.',
    );
  }
  const name = metric?.name ?? first.primary_image?.metric ?? '';
  const splits = await search(splitsRequest(first, metric));
  if (splits.type !== 'ok') return couldNotRead('could not search the images', splits);
  const there = (splits.value.buckets['splits'] ?? []).map(({ key, count }) => `${key} (${count})`);
  return there.length === 0
    ? failure(what, `none of its images has a finite "${name}"`, 'Choose another metric with --metric.')
    : failure(what, `those with "${name}" are on ${there.join(', ')}`, 'Choose another split with --split.');
}

/** The one run that is asked about, or why there is none, or not only one. */
async function onlyRun(
  search: Search,
  question: Pick<WorstImagesOptions, 'project' | 'run'>,
): Promise<StoredRun | Report> {
  const answer = await search(runRequest(question));
  if (answer.type !== 'ok') return couldNotRead('could not read the run', answer);
  const runs = answer.value.hits as StoredRun[];
  const [first, another] = runs;
  if (another !== undefined) return severalProjects(runs.map((each) => each.project));
  return first ?? noRun(search, question);
}

async function noRun(
  search: Search,
  { project, run }: Pick<WorstImagesOptions, 'project' | 'run'>,
): Promise<Report> {
  const unknown = project === undefined ? undefined : await unknownProject(project, search);
  if (unknown !== undefined) return unknown;
  if (run !== undefined)
    return failure(
      `no run "${run}"`,
      'no run has this id',
      'See the ids with "runlens best --project NAME".',
    );
  return failure('no best run', 'no run ranks yet', 'Ask "runlens best" why.');
}

function severalProjects(projects: readonly string[]): Report {
  return failure('more than one project has images', projects.join(', '), 'Choose one with --project.');
}

function failure(what: string, why: string, advice: string): Report {
  return { type: 'failure', failure: { what, why, advice } };
}

const PICTURES = ['input', 'target', 'output'] as const;

function found(result: WorstImages, unranked: UnrankedImages): Report {
  const { project, run, split, metric, direction, images } = result;
  const names = [...new Set(images.flatMap((image) => Object.keys(image.metrics)))];
  const others = names.filter((name) => name !== metric);
  const isThere = (key: 'label' | 'prediction' | (typeof PICTURES)[number]) =>
    images.some((image) => image[key] !== undefined);
  const pictures = PICTURES.filter(isThere);
  const whose = { project, run, split, metric, direction };
  return {
    type: 'result',
    exitCode: 0,
    json: { ...result, unranked },
    sections: [
      {
        title: `${project}: the ${images.length} worst ${split} images of ${run} by ${metric}`,
        columns: [
          { key: 'rank', title: '#' },
          { key: 'id', title: 'image' },
          { key: 'value', title: metric },
          ...others.map((name) => ({ key: `metrics.${name}`, title: name })),
          ...(['label', 'prediction'] as const).filter(isThere).map((key) => ({ key, title: key })),
        ],
        details: [...pictures, ...Object.keys(whose)].map((key) => ({ key, title: key })),
        rows: images.map(({ metrics, ...image }) => ({
          ...image,
          ...Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`metrics.${name}`, value])),
          ...whose,
        })),
      },
    ],
    remarks:
      Object.keys(unranked).length === 0
        ? []
        : [oneLine(`runlens: not ranked: ${describeUnrankedImages(unranked, metric)}.`)],
  };
}
