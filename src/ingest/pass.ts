/**
 * One pass over some files: what is new or changed becomes documents, round by round.
 *
 *   a round:  read ─ stage documents ─ flush ─ refresh ─ sweep ─ ledger
 *
 * The ledger comes last: whatever stops a round, the next pass does it again.
 */

import type { ElasticsearchFailure } from '../domain/outcome.ts';
import type { Project } from '../domain/run.ts';
import { isCandidate } from '../domain/candidates.ts';
import { isChanged } from './changed.ts';
import type { LedgerView } from './ledger-view.ts';
import { countUnchanged, emptyTally, type Tally } from './tally.ts';
import type { FoundFile, World } from './ports.ts';
import { readSource } from './read-source.ts';
import { createRound } from './round.ts';
import type { Sender } from './sender.ts';

/** What a pass knows and changes besides the indices. */
export type PassState = {
  ledger: LedgerView;
  /** Which physical indices the documents go to. */
  generation: string;
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
const BYTES_PER_ROUND = 100_000_000;

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
    if (!isCandidate(file.path) || state.ledger.isSideFile(file.path)) continue;
    const entry = state.ledger.get(file.path);
    if (await isChanged(entry, file, state.generation, world.folder)) changed.push(file);
    else countUnchanged(outcome.tally, entry);
  }
  outcome.tally.files += changed.length;
  // Project files first, so that most runs are derived under the right rules at once.
  changed.sort((a, b) => Number(isProjectFile(b)) - Number(isProjectFile(a)));
  for (const files of roundsOf(changed)) {
    if (options.signal?.aborted === true) break;
    const failure = await runRound(files, state, world, options, outcome);
    if (failure !== undefined) return { ...outcome, failure };
  }
  return outcome;
}

/** Rounds of a bounded number of files and bytes: until a round is committed, a crash would repeat it. */
function* roundsOf(files: readonly FoundFile[]): Generator<FoundFile[]> {
  let round: FoundFile[] = [];
  let bytes = 0;
  for (const file of files) {
    round.push(file);
    bytes += file.state.size;
    if (round.length >= FILES_PER_ROUND || bytes >= BYTES_PER_ROUND) {
      yield round;
      round = [];
      bytes = 0;
    }
  }
  if (round.length > 0) yield round;
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
    // A run of an earlier round may have turned it into a side file.
    if (state.ledger.isSideFile(path)) {
      outcome.tally.files -= 1;
      continue;
    }
    const source = await readSource(path, world);
    if (source.type === 'changing') outcome.unsettled.push(path);
    else if (source.type !== 'missing') await round.take(source);
    outcome.tally.seen += 1;
    options.progress?.(outcome.tally);
  }
  return round.commit(outcome);
}
