/**
 * Judges one project as it is indexed now, and writes the few documents that differ.
 *
 *   read rules and runs ─▶ derive again what was derived under other rules ─▶ judge ─▶ write differences
 *          ▲                                                                              │
 *          └── there were differences: other daemons may have written meanwhile ──────────┘
 *
 * Everything comes from the indices, so any daemon can judge at any time, and repeat it, with the same result.
 */

import { settingsFingerprint } from '../../domain/judging/derived.ts';
import type { Index } from '../../domain/documents/document.ts';
import { judgementFields } from '../../domain/documents/experiment.ts';
import { judge, type Contender } from '../../domain/judging/judge.ts';
import type { Formats } from '../../domain/formats/index.ts';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { flattenParameters } from '../../domain/model/parameters.ts';
import { sameValue } from '../../domain/model/same-value.ts';
import { INDEX_NAMES } from '../../domain/indices/names.ts';
import type { Project } from '../../domain/model/run.ts';
import type { Digest } from '../../domain/model/digest.ts';
import { createKnownRuns, type KnownRuns } from './known-runs.ts';
import type { Log } from '../ports/log.ts';
import type { Hit, Store } from '../ports/store.ts';
import { readRuns, type ProjectRuns } from './project-runs.ts';
import { rederive } from './rederive.ts';
import type { Sender } from '../sending/sender.ts';
import { readRules } from './rules.ts';

/** How many runs the project has, how many judgements were written, and how many runs were derived again. */
export type Judged = { runs: number; changed: number; rederived: number };

export type JudgeTools = {
  store: Pick<Store, 'refresh' | 'walk' | 'readExperiments' | 'readProjects'>;
  formats: Pick<Formats, 'interpretOriginal'>;
  digest: Digest;
  log: Pick<Log, 'warn'>;
};

/** If other daemons keep writing, they judge as well. */
const MOST_TIMES = 5;

/**
 * @param name the project
 * @param known the runs that earlier judgings have read
 */
export async function judgeProject(
  name: string,
  tools: JudgeTools,
  sender: Sender,
  known: KnownRuns = createKnownRuns(),
): Promise<Attempt<Judged>> {
  const total: Judged = { runs: 0, changed: 0, rederived: 0 };
  let seen = known.of(name);
  // Kept again once all went well.
  known.forget(name);
  let isSettled = false;
  for (let time = 0; time < MOST_TIMES && !isSettled; time += 1) {
    const judged = await judgeOnce(name, seen, tools, sender);
    if (judged.type !== 'ok') return judged;
    const { runs, changed, rederived } = judged.value;
    seen = runs;
    total.runs = runs.size;
    total.changed += changed;
    total.rederived += rederived;
    isSettled = changed + rederived === 0;
  }
  // A look that finds nothing to write began by refreshing what the looks before it had written.
  const written: Index[] = [
    ...(isSettled ? [] : (['experiments'] as const)),
    ...(total.rederived > 0 ? (['scores', 'images'] as const) : []),
  ];
  const refreshed = written.length === 0 ? undefined : await tools.store.refresh(written);
  if (refreshed !== undefined && refreshed.type !== 'ok') return refreshed;
  if (seen !== undefined) known.keep(name, seen);
  return { type: 'ok', value: total };
}

type JudgedOnce = { runs: ProjectRuns; changed: number; rederived: number };

async function judgeOnce(
  name: string,
  seen: ProjectRuns | undefined,
  tools: JudgeTools,
  sender: Sender,
): Promise<Attempt<JudgedOnce>> {
  // The rules too: a project file may have been written a moment ago, by this process or another.
  const refreshed = await tools.store.refresh(['experiments', 'files']);
  if (refreshed.type !== 'ok') return refreshed;
  const [project, found] = await Promise.all([readRules(tools, name), readRuns(name, tools.store, seen)]);
  if (project.type !== 'ok') return project;
  if (found.type !== 'ok') return found;
  const derived = await deriveOutdated(found.value, project.value, tools, sender);
  if (derived.type !== 'ok') return derived;
  const { runs, rederived, unreadable } = derived.value;
  const contenders = [...runs.values()].map((hit) => contender(hit, unreadable.has(hit.id)));
  const changes = changedJudgements(contenders, runs);
  const failure = await write(changes, runs, tools.store, sender);
  return failure ?? { type: 'ok', value: { runs, changed: changes.size, rederived } };
}

/** `runs` as they are afterwards; `unreadable` are the keys of those that could not be derived again. */
type DerivedAgain = { runs: ProjectRuns; rederived: number; unreadable: ReadonlySet<string> };

/** Derives those runs again that were derived under other rules. */
async function deriveOutdated(
  runs: ProjectRuns,
  project: Project,
  tools: JudgeTools,
  sender: Sender,
): Promise<Attempt<DerivedAgain>> {
  const { store, digest } = tools;
  const settings = settingsFingerprint(project, digest);
  const outdated = [...runs.values()].flatMap(({ id, source }) =>
    source['settings'] === settings ? [] : [id],
  );
  if (outdated.length === 0) return { type: 'ok', value: { runs, rederived: 0, unreadable: new Set() } };
  // Images that were written a moment ago are derived again too.
  const imagesFound = await store.refresh(['images']);
  if (imagesFound.type !== 'ok') return imagesFound;
  const passedOver = await rederive(outdated, project, tools, sender);
  if (passedOver.type !== 'ok') return passedOver;
  const refreshed = await store.refresh(['experiments']);
  if (refreshed.type !== 'ok') return refreshed;
  const again = await readRuns(project.project, store, runs);
  if (again.type !== 'ok') return again;
  const unreadable = new Set(passedOver.value);
  const rederived = outdated.length - unreadable.size;
  return { type: 'ok', value: { runs: again.value, rederived, unreadable } };
}

/** The fields of those judgements that differ from what is in the documents, by the key of the run. */
function changedJudgements(contenders: readonly Contender[], runs: ProjectRuns) {
  const changes = new Map<string, Record<string, unknown>>();
  for (const judgement of judge(contenders)) {
    const fields = judgementFields(judgement);
    const before = runs.get(judgement.key)?.source;
    if (!sameValue({ is_best: before?.['is_best'], record: before?.['record'] }, fields))
      changes.set(judgement.key, fields);
  }
  return changes;
}

const EXPERIMENTS_PER_REQUEST = 200;

/**
 * Writes judgements into their experiments, each under the version that the experiment has. So a newer state of its file is not
 * overwritten; the daemon that wrote it judges it.
 */
async function write(
  changes: ReadonlyMap<string, Record<string, unknown>>,
  judged: ProjectRuns,
  store: Pick<Store, 'readExperiments'>,
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
 * Points the alias of the best runs' images at the runs that are best now. Then looks again, because another daemon may have
 * written a better run, and moved the alias, in between.
 */
export async function showBestImages(
  store: Pick<Store, 'refresh' | 'walk' | 'showImagesOf'>,
): Promise<ElasticsearchFailure | undefined> {
  // All indices, so that a query right after this finds everything.
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

/** @param isOutdated it could not be derived under the present rules: its numbers follow other rules, and it does not rank */
function contender({ id, source }: Hit, isOutdated: boolean): Contender {
  const { run, primary, hyperparameters } = source as Summary;
  return {
    key: id,
    id: run.id,
    endedAt: run.ended_at,
    value: isOutdated ? undefined : primary?.value,
    score: isOutdated ? undefined : primary?.score,
    // Computed when asked for: only runs that held a record need it.
    get parameters() {
      return flattenParameters(hyperparameters?.all ?? {});
    },
  };
}
