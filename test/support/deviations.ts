/** Compares all documents of a prefix with what must be there, in the most naive way. */

import type { Dumped } from './dump.ts';
import { accuracyOf, endedAt, imagesOf, scoresOf, type DroppedRun } from './dropped-run.ts';

/** What must be said of a file. `error` is absent where it must be `indexed`. */
type ExpectedFile = { status: RegExp; error?: RegExp; run?: string };

/** What must be there: runs by project and id, files by path. */
export type Expected = { runs: Map<string, DroppedRun>; files: Map<string, ExpectedFile>; folders: string[] };

type RunSource = {
  project: string;
  run: { id: string; key: string };
  revision: string;
  hyperparameters?: { all?: { state?: unknown } };
  primary?: { value?: number };
  is_best?: boolean;
  record?: { is?: boolean; value?: number } | null;
};
type ScoreSource = RunSource & { split: string; metric: string; value: number };
type ImageSource = RunSource & { id: string; split: string; metrics: { iou?: number } };
type FileSource = { folder: string; path: string; status: string; errors?: { message?: string }[] };
type DocumentOf<Source> = Dumped & { source: Source };

/** One sentence for everything that is not as it must be. */
export function deviations(expected: Expected, documents: Dumped[], shown: Dumped[]): string[] {
  const of = (index: string) => documents.filter((document) => document.index === index);
  const found: string[] = [];
  const experiments = grouped(of('experiments') as DocumentOf<RunSource>[]);
  const scores = grouped(of('scores') as DocumentOf<ScoreSource>[]);
  const images = grouped(of('images') as DocumentOf<ImageSource>[]);
  const known = new Set(expected.runs.keys());
  for (const [index, groups] of Object.entries({
    experiments,
    scores,
    images,
    series: grouped(of('series') as DocumentOf<RunSource>[]),
  })) {
    for (const [key, { length }] of groups)
      if (!known.has(key)) found.push(`${index}: ${length} of ${key}, which must not be there.`);
  }
  for (const [key, run] of expected.runs) {
    const [experiment, ...others] = experiments.get(key) ?? [];
    if (experiment === undefined || others.length > 0) {
      found.push(`experiments: ${key} is there ${others.length + (experiment ? 1 : 0)} times.`);
      continue;
    }
    const { source } = experiment;
    const state = source.hyperparameters?.all?.state;
    // The store may keep the number of a flattened field as text.
    if (String(state) !== String(run.state))
      found.push(`experiments: ${key} is in state ${String(state)}, not ${run.state}.`);
    if (source.primary?.value !== accuracyOf(run))
      found.push(`experiments: ${key} has the value of another state.`);
    const scored = (scores.get(key) ?? []).map(({ source: { split, value } }) => [split, value] as const);
    found.push(...rowDeviations(`scores of ${key}`, scoresOf(run), scored));
    const wanted = Object.entries(imagesOf(run)).filter(([id]) => !run.refused.includes(id));
    const seen = (images.get(key) ?? []).map(({ source: { id, metrics } }) => [id, metrics.iou] as const);
    found.push(...rowDeviations(`images of ${key}`, Object.fromEntries(wanted), seen));
    const rows = [...(scores.get(key) ?? []), ...(images.get(key) ?? [])];
    const foreign = rows.filter(
      (row) => row.source.revision !== source.revision || row.source.run.key !== experiment.id,
    );
    if (foreign.length > 0)
      found.push(`${key}: ${foreign.length} rows have another revision than their experiment.`);
  }
  found.push(...fileDeviations(expected, of('files') as DocumentOf<FileSource>[]));
  found.push(
    ...judgementDeviations([...expected.runs.values()], of('experiments') as DocumentOf<RunSource>[], shown),
  );
  return found;
}

function grouped<Source extends RunSource>(documents: DocumentOf<Source>[]) {
  return Map.groupBy(documents, ({ source }) => JSON.stringify([source.project, source.run.id]));
}

function rowDeviations(
  what: string,
  wanted: Record<string, number>,
  seen: (readonly [string, number | undefined])[],
): string[] {
  const found: string[] = [];
  const missing = new Map(Object.entries(wanted));
  for (const [id, value] of seen) {
    if (!missing.has(id))
      found.push(`${what}: ${id} is ${Object.hasOwn(wanted, id) ? 'there twice' : 'stale'}.`);
    else if (missing.get(id) !== value) found.push(`${what}: ${id} has the value of another state.`);
    missing.delete(id);
  }
  if (missing.size > 0) found.push(`${what}: ${missing.size} missing, such as ${[...missing.keys()][0]}.`);
  return found;
}

function fileDeviations({ files, folders }: Expected, entries: DocumentOf<FileSource>[]): string[] {
  const found: string[] = [];
  for (const { source } of entries) {
    const known = folders.includes(source.folder) && files.has(source.path);
    if (!known && source.status !== 'gone')
      found.push(`files: ${source.folder}/${source.path} must not be there.`);
  }
  for (const folder of folders) {
    const byPath = Map.groupBy(
      entries.filter(({ source }) => source.folder === folder),
      ({ source }) => source.path,
    );
    for (const [path, wanted] of files) found.push(...entryDeviations(path, wanted, byPath.get(path) ?? []));
  }
  return found;
}

function entryDeviations(path: string, wanted: ExpectedFile, entries: { source: FileSource }[]): string[] {
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) return [`files: ${path} has ${entries.length} entries.`];
  const { status, errors = [] } = entry.source;
  const said = errors.map(({ message = '' }) => message).join(' ');
  if (!wanted.status.test(status))
    return [`files: ${path} is ${status}${said && `: ${said.slice(0, 300)}`}.`];
  if (wanted.error !== undefined && !errors.some(({ message = '' }) => wanted.error?.test(message)))
    return [`files: ${path} does not say ${String(wanted.error)} but "${said.slice(0, 300)}".`];
  return [];
}

function judgementDeviations(
  runs: DroppedRun[],
  experiments: DocumentOf<RunSource>[],
  shown: Dumped[],
): string[] {
  const found: string[] = [];
  const bestKeys = new Set<string>();
  for (const [project, its] of Map.groupBy(runs, (run) => run.project)) {
    const inOrder = its.toSorted((a, b) => compare(endedAt(a), endedAt(b)) || compare(a.id, b.id));
    let record = -1;
    for (const run of inOrder) {
      const is = accuracyOf(run) > record;
      record = Math.max(record, accuracyOf(run));
      const judged = experiments.find(({ source }) => source.project === project && source.run.id === run.id);
      if (judged !== undefined && (judged.source.record?.is !== is || judged.source.record.value !== record))
        found.push(
          `experiments: ${run.id} of ${project} is not judged as it must be: ${JSON.stringify(judged.source.record)}.`,
        );
    }
    const marked = experiments.filter(({ source }) => source.project === project && source.is_best === true);
    const best = inOrder.find((run) => accuracyOf(run) === record);
    if (marked.length !== 1 || marked[0]?.source.run.id !== best?.id)
      found.push(
        `experiments: best of ${project} must be ${best?.id}, but is ${marked.map(({ source }) => source.run.id).join(', ') || 'nothing'}.`,
      );
    for (const { id } of marked) bestKeys.add(id);
    const visible = shown.filter(({ source }) => source['project'] === project).length;
    if (best !== undefined && visible !== best.images - best.refused.length)
      found.push(`images-best: ${visible} images of ${project}, not ${best.images - best.refused.length}.`);
  }
  const strange = shown.filter(({ source }) => !bestKeys.has((source as RunSource).run.key));
  if (strange.length > 0) found.push(`images-best: ${strange.length} images are not of a best run.`);
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
