/**
 * One pass over some files: what is new or changed becomes documents, round by round.
 *
 *   a round:  read ─ stage documents ─ flush ─ refresh ─ sweep ─ ledger
 *
 * The ledger comes last: whatever stops a round, the next pass does it again.
 */

import type { ElasticsearchFailure } from '../domain/outcome.ts';
import type { Project } from '../domain/run.ts';
import { isChanged } from './changed.ts';
import type { LedgerView } from './ledger-view.ts';
import { emptyTally, type Tally } from './tally.ts';
import type { FoundFile, World } from './ports.ts';
import { readSource } from './read-source.ts';
import { createRound } from './round.ts';
import type { Sender } from './sender.ts';

/** What a pass knows and changes besides the indices. */
export type PassState = {
  ledger: LedgerView;
  /** The rules of the projects that have a project file. */
  projects: Map<string, Project>;
};

export type PassOptions = {
  sender: Sender;
  signal?: AbortSignal | undefined;
  /** Called after each file. */
  progress?: ((tally: Tally) => void) | undefined;
};

export type PassOutcome = {
  tally: Tally;
  /** Projects whose runs or rules changed, which are to be judged. */
  touched: Set<string>;
  /** Files that changed while they were read; to be looked at again. */
  unsettled: string[];
  failure?: ElasticsearchFailure;
};

const FILES_PER_ROUND = 200;

/** Takes in what is new or changed among these files. */
export async function runPass(
  files: readonly FoundFile[],
  state: PassState,
  world: World,
  options: PassOptions,
): Promise<PassOutcome> {
  const outcome: PassOutcome = { tally: emptyTally(), touched: new Set(), unsettled: [] };
  const changed: FoundFile[] = [];
  for (const file of files) {
    if (state.ledger.sideFileOf(file.path).size > 0) continue;
    const entry = state.ledger.get(file.path);
    if (await isChanged(entry, file, world.folder)) changed.push(file);
    else outcome.tally.unchanged += 1;
  }
  outcome.tally.files = changed.length + outcome.tally.unchanged;
  // Project files first, so that most runs are derived under the right rules at once.
  changed.sort((a, b) => Number(isProjectFile(b)) - Number(isProjectFile(a)));
  for (let start = 0; start < changed.length && options.signal?.aborted !== true; start += FILES_PER_ROUND) {
    const failure = await runRound(
      changed.slice(start, start + FILES_PER_ROUND),
      state,
      world,
      options,
      outcome,
    );
    if (failure !== undefined) return { ...outcome, failure };
  }
  return outcome;
}

function isProjectFile({ path }: FoundFile): boolean {
  return /(^|\/)project\.json(\.gz)?$/.test(path);
}

async function runRound(
  files: readonly FoundFile[],
  state: PassState,
  world: World,
  options: PassOptions,
  outcome: PassOutcome,
): Promise<ElasticsearchFailure | undefined> {
  const round = createRound(state, world, options.sender);
  for (const { path } of files) {
    if (options.signal?.aborted === true) break;
    const source = await readSource(path, world);
    if (source.type === 'changing') outcome.unsettled.push(path);
    else if (source.type !== 'missing') await round.take(source);
    outcome.tally.seen += 1;
    options.progress?.(outcome.tally);
  }
  return round.commit(outcome);
}
