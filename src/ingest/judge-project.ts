/**
 * Judges one project as it is indexed now, and writes the few documents that differ.
 *
 *   read rules and runs ─ derive again what was derived under other rules ─ judge ─ write differences
 *
 * Everything comes from the indices, so any daemon can do it at any time, again and again, with the same outcome.
 */

import { settingsFingerprint } from '../domain/documents/derived.ts';
import { judgementFields } from '../domain/documents/experiment.ts';
import { judge, type Contender } from '../domain/judge/judge.ts';
import type { Attempt } from '../domain/outcome.ts';
import { flattenParameters } from '../domain/parameters.ts';
import type { Hit, World } from './ports.ts';
import { rederive } from './rederive.ts';
import type { Sender } from './sender.ts';
import { readProject } from './settings.ts';
import { updateOperation } from './stage.ts';

export type Judged = { runs: number; changed: number; rederived: number };

const SUMMARY = [
  'run.id',
  'run.key',
  'run.ended_at',
  'primary.value',
  'primary.score',
  'hyperparameters.all',
  'settings',
  'is_best',
  'record',
];

/** @param name the project */
export async function judgeProject(
  name: string,
  world: Pick<World, 'store' | 'digest'>,
  sender: Sender,
): Promise<Attempt<Judged>> {
  const { store, digest } = world;
  const project = await readProject(store, name);
  if (project.type !== 'ok') return project;
  const settings = settingsFingerprint(project.value, digest);
  let runs = await readSummaries(name, world);
  if (runs.type !== 'ok') return runs;
  const outdated = runs.value.filter(({ source }) => source['settings'] !== settings).map(({ id }) => id);
  if (outdated.length > 0) {
    const rederived = await rederive(outdated, project.value, world, sender);
    if (rederived !== undefined) return rederived;
    runs = await readSummaries(name, world);
    if (runs.type !== 'ok') return runs;
  }
  const stored = new Map(runs.value.map((hit) => [hit.id, hit.source]));
  let changed = 0;
  for (const judgement of judge(runs.value.map(contender))) {
    const fields = judgementFields(judgement);
    const before = stored.get(judgement.key);
    if (sameFields({ is_best: before?.['is_best'], record: before?.['record'] }, fields)) continue;
    changed += 1;
    await sender.add(updateOperation('experiments', judgement.key, undefined, fields));
  }
  const sent = await sender.flush();
  if (sent !== undefined) return sent;
  return { type: 'ok', value: { runs: runs.value.length, changed, rederived: outdated.length } };
}

/** Points the alias of the best runs' images at the runs that are best now. */
export async function showBestImages({
  store,
}: Pick<World, 'store'>): Promise<Attempt<'moved' | 'unchanged'>> {
  const refreshed = await store.refresh(['experiments']);
  if (refreshed.type !== 'ok') return refreshed;
  const keys: string[] = [];
  for await (const page of store.walk({ index: 'experiments', terms: { is_best: [true] }, fields: [] })) {
    if (page.type !== 'ok') return page;
    keys.push(...page.value.map(({ id }) => id));
  }
  return store.showImagesOf(keys.toSorted());
}

async function readSummaries(project: string, { store }: Pick<World, 'store'>): Promise<Attempt<Hit[]>> {
  const refreshed = await store.refresh(['experiments']);
  if (refreshed.type !== 'ok') return refreshed;
  const hits: Hit[] = [];
  for await (const page of store.walk({
    index: 'experiments',
    terms: { project: [project] },
    fields: SUMMARY,
  })) {
    if (page.type !== 'ok') return page;
    hits.push(...page.value);
  }
  return { type: 'ok', value: hits };
}

type Summary = {
  run: { id: string; ended_at: string };
  primary?: { value?: number; score?: number };
  hyperparameters?: { all?: Record<string, unknown> };
};

function contender({ id, source }: Hit): Contender {
  const { run, primary, hyperparameters } = source as Summary;
  return {
    key: id,
    id: run.id,
    endedAt: run.ended_at,
    value: primary?.value,
    score: primary?.score,
    parameters: flattenParameters(hyperparameters?.all ?? {}),
  };
}

/** Whether stored fields say the same, whatever the order of their keys. */
function sameFields(stored: unknown, fields: unknown): boolean {
  if (typeof stored !== 'object' || stored === null || typeof fields !== 'object' || fields === null)
    return stored === fields;
  const [a, b] = [stored as Record<string, unknown>, fields as Record<string, unknown>];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => sameFields(a[key], b[key]));
}
