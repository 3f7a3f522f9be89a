/**
 * Judges one project as it is indexed now, and writes the few documents that differ.
 *
 *   read rules and runs ─ derive again what was derived under other rules ─ judge ─ write differences
 *          └─────────────── until there are none: others may have written meanwhile ────────┘
 *
 * Everything comes from the indices, so any daemon can do it at any time, again and again, with the same outcome.
 */

import { settingsFingerprint } from '../domain/documents/derived.ts';
import { RUN_INDICES } from '../domain/documents/document.ts';
import { judgementFields } from '../domain/documents/experiment.ts';
import { judge, type Contender } from '../domain/judge/judge.ts';
import type { Attempt, ElasticsearchFailure } from '../domain/outcome.ts';
import { flattenParameters } from '../domain/parameters.ts';
import { sameValue } from '../domain/same-value.ts';
import type { Hit, World } from './ports.ts';
import { rederive } from './rederive.ts';
import type { Sender } from './sender.ts';
import { readRules } from './rules.ts';

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
  world: JudgeWorld,
  sender: Sender,
): Promise<Attempt<Judged>> {
  const total: Judged = { runs: 0, changed: 0, rederived: 0 };
  for (let time = 0; time < MOST_TIMES; time += 1) {
    const judged = await judgeOnce(name, world, sender);
    if (judged.type !== 'ok') return judged;
    const { runs, changed, rederived } = judged.value;
    total.runs = runs;
    total.changed += changed;
    total.rederived += rederived;
    if (changed === 0) break;
  }
  const written = RUN_INDICES.filter((index) =>
    index === 'experiments' ? total.changed > 0 : index !== 'series' && total.rederived > 0,
  );
  const refreshed = written.length === 0 ? undefined : await world.store.refresh(written);
  return refreshed === undefined || refreshed.type === 'ok' ? { type: 'ok', value: total } : refreshed;
}

type JudgeWorld = Pick<World, 'store' | 'digest' | 'log'>;

/** Where others write all the time, they judge as well. */
const MOST_TIMES = 5;

async function judgeOnce(name: string, world: JudgeWorld, sender: Sender): Promise<Attempt<Judged>> {
  const project = await readRules(world, name);
  if (project.type !== 'ok') return project;
  const settings = settingsFingerprint(project.value, world.digest);
  let runs = await readSummaries(name, world);
  if (runs.type !== 'ok') return runs;
  const outdated = runs.value.filter(({ source }) => source['settings'] !== settings).map(({ id }) => id);
  let unreadable: ReadonlySet<string> = new Set();
  if (outdated.length > 0) {
    const rederived = await rederive(outdated, project.value, world, sender);
    if (rederived.type !== 'ok') return rederived;
    unreadable = new Set(rederived.value);
    runs = await readSummaries(name, world);
    if (runs.type !== 'ok') return runs;
  }
  const stored = new Map(runs.value.map((hit) => [hit.id, hit]));
  const changes = new Map<string, Record<string, unknown>>();
  for (const judgement of judge(runs.value.map((hit) => contender(hit, unreadable.has(hit.id))))) {
    const fields = judgementFields(judgement);
    const before = stored.get(judgement.key)?.source;
    if (!sameValue({ is_best: before?.['is_best'], record: before?.['record'] }, fields))
      changes.set(judgement.key, fields);
  }
  const failure = await write(changes, stored, world, sender);
  if (failure !== undefined) return failure;
  const rederived = outdated.length - unreadable.size;
  return { type: 'ok', value: { runs: runs.value.length, changed: changes.size, rederived } };
}

const EXPERIMENTS_PER_REQUEST = 200;

/**
 * Writes judgements into their experiments, each under the version that it has: a newer state of its file is not
 * overwritten, and will be judged by whoever wrote it.
 */
async function write(
  changes: ReadonlyMap<string, Record<string, unknown>>,
  judged: ReadonlyMap<string, Hit>,
  { store }: Pick<World, 'store'>,
  sender: Sender,
): Promise<ElasticsearchFailure | undefined> {
  const keys = [...changes.keys()];
  for (let start = 0; start < keys.length; start += EXPERIMENTS_PER_REQUEST) {
    const found = await store.readExperiments(keys.slice(start, start + EXPERIMENTS_PER_REQUEST));
    if (found.type !== 'ok') return found;
    for (const { id, version, source } of found.value) {
      if (version !== judged.get(id)?.version) continue;
      const body = JSON.stringify({ ...source, ...changes.get(id) });
      await sender.add({ type: 'index', index: 'experiments', id, version, body });
    }
  }
  return sender.flush();
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

/** What could not be derived under the rules of now does not rank: its numbers are those of other rules. */
function contender({ id, source }: Hit, isOutdated: boolean): Contender {
  const { run, primary, hyperparameters } = source as Summary;
  return {
    key: id,
    id: run.id,
    endedAt: run.ended_at,
    value: isOutdated ? undefined : primary?.value,
    score: isOutdated ? undefined : primary?.score,
    parameters: flattenParameters(hyperparameters?.all ?? {}),
  };
}
