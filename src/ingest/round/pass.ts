/** One pass over some files: those that are new or changed are read, in rounds. */

import { isCandidate } from '../../domain/formats/candidates.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { FoundFile } from '../ports/folder.ts';
import { addUp, type Outcome } from './outcome.ts';
import { addTally, emptyTally, tallyUnchanged, type Tally } from './tally.ts';

/** How far a pass is, in files: of all those it was given, so many are unchanged, and so many of the others were looked at. */
export type Progress = Pick<Tally, 'files' | 'unchanged' | 'seen'>;

export type PassTools = {
  ledger: Pick<LedgerView, 'get' | 'isSideFile'>;
  isChanged: (entry: LedgerEntry | undefined, file: FoundFile) => Promise<boolean>;
  /** Runs one round; calls `looked` after each file. */
  runRound: (files: readonly FoundFile[], looked: () => void) => Promise<Outcome>;
};

export type PassOptions = {
  /** Ends the pass after the round that is under way. */
  signal?: AbortSignal | undefined;
  /** Called after each file that was looked at. */
  progress?: ((progress: Progress) => void) | undefined;
};

/** Until a round is committed, a crash would repeat it: so rounds have limits. */
const FILES_PER_ROUND = 200;
const BYTES_PER_ROUND = 100_000_000;

/** Reads what is new or changed among these files, and indexes it. */
export async function runPass(
  files: readonly FoundFile[],
  { ledger, isChanged, runRound }: PassTools,
  { signal, progress }: PassOptions,
): Promise<Outcome> {
  const tally = emptyTally();
  const changed: FoundFile[] = [];
  for (const file of files) {
    if (!isCandidate(file.path) || ledger.isSideFile(file.path)) continue;
    const entry = ledger.get(file.path);
    if (await isChanged(entry, file)) changed.push(file);
    else addTally(tally, tallyUnchanged(entry));
  }
  tally.files += changed.length;
  const { files: all, unchanged } = tally;
  let seen = 0;
  const looked = () => {
    seen += 1;
    progress?.({ files: all, unchanged, seen });
  };
  const parts: Outcome[] = [addUp([{ tally }])];
  for (const round of roundsOf(changed.toSorted(projectFilesFirst))) {
    if (signal?.aborted === true) break;
    const outcome = await runRound(round, looked);
    parts.push(outcome);
    if (outcome.failure !== undefined) break;
  }
  return addUp(parts);
}

/** So that most runs are derived under the right rules at once. */
function projectFilesFirst(a: FoundFile, b: FoundFile): number {
  return Number(isProjectFile(b)) - Number(isProjectFile(a));
}

function isProjectFile({ path }: FoundFile): boolean {
  return /(^|\/)project\.json(\.gz)?$/.test(path);
}

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
