/**
 * One pass over some files: what is new or changed becomes documents, round by round.
 *
 *   a round:  read ─ lease ─ documents ─ flush ─ refresh ─ sweep ─ ledger
 *
 * The ledger comes last: whatever stops a round, the next pass does it again.
 */

import { isCandidate } from '../../domain/formats/candidates.ts';
import type { FileState } from '../../domain/ledger/entry.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Project } from '../../domain/model/run.ts';
import { adopt } from './adopt.ts';
import type { Backfill } from '../sending/backfill.ts';
import { isChanged } from '../watching/changed.ts';
import { keepRenewing } from '../ledger/keep-renewing.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { Leases } from '../ledger/leases.ts';
import type { Clock, World } from '../ports/world.ts';
import type { FoundFile } from '../ports/folder.ts';
import { readSource, type Source } from '../reading/read-source.ts';
import { createRound } from './round.ts';
import type { Sender } from '../sending/sender.ts';
import { countUnchanged, emptyTally, type Tally } from './tally.ts';

/** What a pass knows and changes besides the indices. */
export type PassState = {
  ledger: LedgerView;
  leases: Leases;
  backfill: Backfill;
  /** Which physical indices the documents go to. */
  generation: string;
  /** The rules of the projects that have a project file. */
  projects: Map<string, Project>;
};

export type PassOptions = {
  /** A sender of its own for each thing to wait for. It halts for good at a failure. */
  newSender: () => Sender;
  signal?: AbortSignal | undefined;
  /** Whether an incomplete file may still become whole by itself. */
  isYoung: (file: FoundFile) => boolean;
  /** How long ago a side file must have been written to be read, in milliseconds. */
  settle: number;
  /** Called after each file. */
  progress?: ((tally: Tally) => void) | undefined;
};

/**
 * Why a file is to be looked at again: it changed while it was read; it is incomplete; another daemon is at it, or has
 * written its entry or documents of it.
 */
export type Again = { path: string; because: 'changing' | 'waiting' | 'busy' };

export type PassOutcome = {
  tally: Tally;
  /** Projects whose runs or rules changed, which are to be judged. */
  touched: Set<string>;
  again: Again[];
  /** Files that somebody else was at when they were taken over: requests of theirs may still be under way. */
  takenOver: string[];
  failure?: ElasticsearchFailure;
};

/** Everything that a round works with. */
export type PassContext = World &
  PassState & {
    sender: Sender;
    options: PassOptions;
    outcome: PassOutcome;
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
  const outcome: PassOutcome = { tally: emptyTally(), touched: new Set(), again: [], takenOver: [] };
  const context = { ...world, ...state, sender: options.newSender(), options, outcome };
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
    const failure = await runRound(files, context);
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
  context: PassContext,
): Promise<ElasticsearchFailure | undefined> {
  const { ledger, leases, clock, options, outcome } = context;
  const { tally, again } = outcome;
  const round = createRound(context);
  const paths = files.map(({ path }) => path);
  const renewing = keepRenewing(() => leases.renew(paths, options.newSender()), clock);
  const read: FoundFile[] = [];
  try {
    for (const { path } of files) {
      if (options.signal?.aborted === true) break;
      // A run of an earlier round may have turned it into a side file.
      if (ledger.isSideFile(path)) {
        tally.files -= 1;
        continue;
      }
      if (leases.isTaken(path)) again.push({ path, because: 'busy' });
      else {
        const version = round.versionFor(path);
        const source = await readSource(path, context);
        if (source.type === 'changing' || isFresh(source, context)) again.push({ path, because: 'changing' });
        else if (source.type !== 'missing') {
          read.push(source.file);
          const failure = await round.take(source, version);
          if (failure !== undefined) return failure;
        }
      }
      tally.seen += 1;
      options.progress?.(tally);
    }
    const failure = (await round.finish()) ?? (await renewing.stop()) ?? (await round.commit());
    if (failure !== undefined) return failure;
  } finally {
    await renewing.stop();
  }
  for (const file of read) observeFile(file, context);
  return adopt(files, context);
}

/** From the file's change to being findable, by the clocks of two machines perhaps: never below 0. */
function observeFile({ path, state }: FoundFile, { ledger, clock, observer }: PassContext): void {
  observer.bytesRead(state.size);
  const status = ledger.get(path)?.status;
  if (status !== 'indexed' && status !== 'partial') return;
  observer.searchable(Math.max(0, ageOf(state, clock)) / 1000);
}

/** A side file may still be growing when the run file that names it has settled. */
function isFresh(source: Source, { clock, options: { settle } }: PassContext): boolean {
  if (source.type !== 'run' || settle === 0) return false;
  return source.sideFiles.some(({ state }) => ageOf(state, clock) >= 0 && ageOf(state, clock) < settle);
}

/** Milliseconds since a file was changed; below 0 where its clock is ahead of ours. */
function ageOf({ modifiedNs }: FileState, clock: Pick<Clock, 'unix'>): number {
  return clock.unix() - Number(modifiedNs) / NANOSECONDS_PER_MILLISECOND;
}

const NANOSECONDS_PER_MILLISECOND = 1e6;
