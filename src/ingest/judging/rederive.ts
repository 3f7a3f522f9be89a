/** Derives runs again from their stored originals, after the rules of their project have changed. */

import { derive } from '../../domain/judging/derived.ts';
import { experimentDocument } from '../../domain/documents/experiment.ts';
import { imagePrimary, originalMetrics, scoreDocuments } from '../../domain/documents/rows.ts';
import type { Formats } from '../../domain/formats/index.ts';
import type { EffectiveMetric } from '../../domain/judging/definition.ts';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Digest } from '../../domain/model/digest.ts';
import type { Project, RowFacts } from '../../domain/model/run.ts';
import type { Log } from '../ports/log.ts';
import type { Hit, Store } from '../ports/store.ts';
import { indexOperation } from '../sending/index-operation.ts';
import type { Sender } from '../sending/sender.ts';

const RUNS_PER_PAGE = 200;

/**
 * The rows of a run are written first and its experiment last. The experiment has the fingerprint of the rules, so that an
 * interrupted run is derived again by the next judging.
 *
 * @param keys of the runs
 * @returns the keys of the runs that were skipped, because this version cannot read their stored original
 */
export async function rederive(
  keys: readonly string[],
  project: Project,
  tools: RederiveTools,
  sender: Sender,
): Promise<Attempt<string[]>> {
  const unreadable: string[] = [];
  for (let start = 0; start < keys.length; start += RUNS_PER_PAGE) {
    const page = keys.slice(start, start + RUNS_PER_PAGE);
    for await (const hits of tools.store.walk({ index: 'experiments', terms: { 'run.key': page } })) {
      if (hits.type !== 'ok') return hits;
      for (const hit of hits.value) {
        const outcome = await rederiveRun(hit, project, tools, sender);
        if (outcome === 'unreadable') unreadable.push(hit.id);
        else if (outcome !== undefined) return outcome;
      }
    }
  }
  const sent = await sender.flush();
  return sent ?? { type: 'ok', value: unreadable };
}

export type RederiveTools = {
  store: Pick<Store, 'walk'>;
  formats: Pick<Formats, 'interpretOriginal'>;
  digest: Digest;
  log: Pick<Log, 'warn'>;
};

type Stored = {
  project: string;
  original: string;
  revision: string;
  image_metrics?: string[];
  counts: RowFacts['counts'];
  source: { path: string; format: string; modified_at: string };
};

async function rederiveRun(
  { id: key, version, source }: Hit,
  project: Project,
  { store, formats, digest, log }: RederiveTools,
  sender: Sender,
): Promise<ElasticsearchFailure | 'unreadable' | undefined> {
  const { original, revision, image_metrics: imageMetrics = [], counts, source: file } = source as Stored;
  const context = { path: file.path, modifiedAt: file.modified_at };
  const meaning = formats.interpretOriginal(original, file.format, context);
  if (meaning.type !== 'run') {
    const reason = meaning.type === 'unreadable' ? meaning.reason : 'it is a project';
    log.warn(
      { path: file.path, run: key, reason },
      'Skipped a run that has to be derived again: its stored original cannot be read',
    );
    return 'unreadable';
  }
  const { run } = meaning;
  const derived = derive(run, imageMetrics, project, digest);
  for (const document of scoreDocuments({ run, project, derived, revision, digest })) {
    await sender.add({ ...indexOperation(document), version });
  }
  if (imageMetrics.length > 0) {
    const images = store.walk({
      index: 'images',
      terms: { 'run.key': [key] },
      routing: key,
    });
    for await (const page of images) {
      if (page.type !== 'ok') return page;
      for (const hit of page.value) await updateImage(hit, derived.primaryImage?.metric, sender);
    }
  }
  const rowsSent = await sender.flush();
  if (rowsSent !== undefined) return rowsSent;
  const facts: RowFacts = { imageMetrics, counts };
  const document = experimentDocument({ key, run, original, facts, derived, revision });
  await sender.add({ ...indexOperation(document), version });
  return undefined;
}

type StoredImage = {
  metrics?: Record<string, number>;
  metric_names?: Record<string, string>;
  primary?: ReturnType<typeof imagePrimary>;
};

async function updateImage(
  { id, routing, version, source }: Hit,
  metric: EffectiveMetric | undefined,
  sender: Sender,
): Promise<void> {
  const { metrics = {}, metric_names: names, primary: before = null } = source as StoredImage;
  const primary = imagePrimary(originalMetrics(metrics, names), metric);
  const same =
    before?.metric === primary?.metric &&
    before?.direction === primary?.direction &&
    before?.value === primary?.value &&
    before?.score === primary?.score;
  if (same) return;
  const body = JSON.stringify({ ...source, primary });
  await sender.add({ type: 'index', index: 'images', id, routing, version, body });
}
