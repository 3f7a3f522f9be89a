/** Reads the runs of a project as judging needs them: all of them at first, then those that were written since. */

import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Hit, Selection, Store } from '../ports/store.ts';

/** By their keys. */
export type ProjectRuns = ReadonlyMap<string, Hit>;

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

/** Most projects fit into one. */
const SUMMARIES_PER_PAGE = 2000;
/** The most that Elasticsearch returns at once. */
const WRITES_PER_PAGE = 10_000;
const RUNS_PER_REQUEST = 1000;

/**
 * Reads what is visible to searches.
 *
 * @param known runs that were read before: only those with another last write are read again
 */
export async function readRuns(
  project: string,
  store: Pick<Store, 'walk'>,
  known: ProjectRuns = new Map(),
): Promise<Attempt<ProjectRuns>> {
  const runs = new Map<string, Hit>();
  const ofProject = { index: 'experiments', terms: { project: [project] } } as const;
  if (known.size === 0) return (await add({ ...ofProject, fields: SUMMARY })) ?? { type: 'ok', value: runs };
  const written: string[] = [];
  for await (const page of store.walk({ ...ofProject, fields: [] }, WRITES_PER_PAGE)) {
    if (page.type !== 'ok') return page;
    for (const hit of page.value) {
      const before = known.get(hit.id);
      if (before !== undefined && isSameWrite(before, hit)) runs.set(hit.id, before);
      else written.push(hit.id);
    }
  }
  for (let start = 0; start < written.length; start += RUNS_PER_REQUEST) {
    const keys = written.slice(start, start + RUNS_PER_REQUEST);
    const terms = { ...ofProject.terms, 'run.key': keys };
    const failure = await add({ ...ofProject, terms, fields: SUMMARY });
    if (failure !== undefined) return failure;
  }
  return { type: 'ok', value: runs };

  async function add(selection: Selection): Promise<ElasticsearchFailure | undefined> {
    for await (const page of store.walk(selection, SUMMARIES_PER_PAGE)) {
      if (page.type !== 'ok') return page;
      for (const hit of page.value) runs.set(hit.id, hit);
    }
    return undefined;
  }
}

/** A new judgement does not change the version of a run, but every write has its own token. */
function isSameWrite(a: Hit, b: Hit): boolean {
  return a.version === b.version && a.token.sequence === b.token.sequence && a.token.term === b.token.term;
}
