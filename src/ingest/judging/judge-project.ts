/**
 * Judges one project as it is indexed now, and writes the few documents that differ.
 *
 *   read rules and runs ─ derive again what was derived under other rules ─ judge ─ write differences
 *          └─ only what was written since ── until there are none: others may have written meanwhile ─┘
 *
 * Everything comes from the indices, so any daemon can do it at any time, again and again, with the same outcome.
 */

import { settingsFingerprint } from '../../domain/judging/derived.ts';
import type { Index } from '../../domain/documents/document.ts';
import { judgementFields } from '../../domain/documents/experiment.ts';
import { judge, type Contender } from '../../domain/judging/judge.ts';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { flattenParameters } from '../../domain/model/parameters.ts';
import { sameValue } from '../../domain/model/same-value.ts';
import { INDEX_NAMES } from '../../domain/indices/names.ts';
import { createKnownRuns, type KnownRuns } from './known-runs.ts';
import type { Hit } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { readRuns, type ProjectRuns } from './project-runs.ts';
import { rederive } from './rederive.ts';
import type { Sender } from '../sending/sender.ts';
import { readRules } from './rules.ts';

export type Judged = { runs: number; changed: number; rederived: number };

/**
 * @param name the project
 * @param known what earlier judgings have seen
 */
export async function judgeProject(
  name: string,
  world: JudgeWorld,
  sender: Sender,
  known: KnownRuns = createKnownRuns(),
): Promise<Attempt<Judged>> {
  const total: Judged = { runs: 0, changed: 0, rederived: 0 };
  let seen = known.of(name);
  // Kept again once all went well.
  known.forget(name);
  let isSettled = false;
  for (let time = 0; time < MOST_TIMES && !isSettled; time += 1) {
    const judged = await judgeOnce(name, seen, world, sender);
    if (judged.type !== 'ok') return judged;
    const { runs, changed, rederived } = judged.value;
    seen = runs;
    total.runs = runs.size;
    total.changed += changed;
    total.rederived += rederived;
    isSettled = changed + rederived === 0;
  }
  // A look that finds nothing to write has made findable, at its beginning, what the ones before it wrote.
  const written: Index[] = [
    ...(isSettled ? [] : (['experiments'] as const)),
    ...(total.rederived > 0 ? (['scores', 'images'] as const) : []),
  ];
  const refreshed = written.length === 0 ? undefined : await world.store.refresh(written);
  if (refreshed !== undefined && refreshed.type !== 'ok') return refreshed;
  if (seen !== undefined) known.keep(name, seen);
  return { type: 'ok', value: total };
}

type JudgeWorld = Pick<World, 'store' | 'digest' | 'log'>;

/** Where others write all the time, they judge as well. */
const MOST_TIMES = 5;

type JudgedOnce = { runs: ProjectRuns; changed: number; rederived: number };

async function judgeOnce(
  name: string,
  seen: ProjectRuns | undefined,
  world: JudgeWorld,
  sender: Sender,
): Promise<Attempt<JudgedOnce>> {
  // Of the rules too: a project file may have been written a moment ago, by this process or another.
  const refreshed = await world.store.refresh(['experiments', 'files']);
  if (refreshed.type !== 'ok') return refreshed;
  const [project, found] = await Promise.all([readRules(world, name), readRuns(name, world, seen)]);
  if (project.type !== 'ok') return project;
  if (found.type !== 'ok') return found;
  let runs = found.value;
  const settings = settingsFingerprint(project.value, world.digest);
  const outdated = [...runs.values()]
    .filter(({ source }) => source['settings'] !== settings)
    .map(({ id }) => id);
  let unreadable: ReadonlySet<string> = new Set();
  if (outdated.length > 0) {
    // Images that were written a moment ago are derived again too.
    const imagesFound = await world.store.refresh(['images']);
    if (imagesFound.type !== 'ok') return imagesFound;
    const rederived = await rederive(outdated, project.value, world, sender);
    if (rederived.type !== 'ok') return rederived;
    unreadable = new Set(rederived.value);
    const refreshedAgain = await world.store.refresh(['experiments']);
    if (refreshedAgain.type !== 'ok') return refreshedAgain;
    const again = await readRuns(name, world, runs);
    if (again.type !== 'ok') return again;
    runs = again.value;
  }
  const changes = new Map<string, Record<string, unknown>>();
  const contenders = [...runs.values()].map((hit) => contender(hit, unreadable.has(hit.id)));
  for (const judgement of judge(contenders)) {
    const fields = judgementFields(judgement);
    const before = runs.get(judgement.key)?.source;
    if (!sameValue({ is_best: before?.['is_best'], record: before?.['record'] }, fields))
      changes.set(judgement.key, fields);
  }
  const failure = await write(changes, runs, world, sender);
  if (failure !== undefined) return failure;
  const rederived = outdated.length - unreadable.size;
  return { type: 'ok', value: { runs, changed: changes.size, rederived } };
}

const EXPERIMENTS_PER_REQUEST = 200;

/**
 * Writes judgements into their experiments, each under the version that it has: a newer state of its file is not
 * overwritten, and will be judged by whoever wrote it.
 */
async function write(
  changes: ReadonlyMap<string, Record<string, unknown>>,
  judged: ProjectRuns,
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

/**
 * Points the alias of the best runs' images at the runs that are best now, and looks again: another daemon may have
 * written a better one, and moved the alias, between our look and our move.
 */
export async function showBestImages({
  store,
}: Pick<World, 'store'>): Promise<ElasticsearchFailure | undefined> {
  // Whoever asks right after this finds what was done, in whatever index.
  let written: readonly Index[] = INDEX_NAMES;
  for (let time = 0; time < MOST_TIMES; time += 1) {
    const refreshed = await store.refresh(written);
    if (refreshed.type !== 'ok') return refreshed;
    written = ['experiments'];
    const keys: string[] = [];
    for await (const page of store.walk({ index: 'experiments', terms: { is_best: [true] }, fields: [] })) {
      if (page.type !== 'ok') return page;
      keys.push(...page.value.map(({ id }) => id));
    }
    const shown = await store.showImagesOf(keys.toSorted());
    if (shown.type !== 'ok') return shown;
    if (shown.value === 'unchanged') break;
  }
  return undefined;
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
    // Of thousands of runs only those that held a record are asked.
    get parameters() {
      return flattenParameters(hyperparameters?.all ?? {});
    },
  };
}
