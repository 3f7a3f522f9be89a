/** One pass over some sources: those that are new or changed are read, in rounds. */

import { bytesOf, type KnownSource } from '../../domain/ledger/entry.ts';
import type { Entries } from '../ledger/entries.ts';
import type { KeptEntry, LedgerView } from '../ledger/ledger-view.ts';
import type { FoundSource } from '../ports/folder.ts';
import { addUp, type Outcome } from './outcome.ts';
import { addTally, emptyTally, tallyUnchanged, type Tally } from './tally.ts';

/** How far a pass is, in sources: of all those it was given, so many are unchanged, and so many of the others were looked at. */
export type Progress = Pick<Tally, 'files' | 'unchanged' | 'seen'>;

export type PassTools = {
  ledger: Pick<LedgerView, 'known' | 'isSideFile'>;
  entries: Pick<Entries, 'read'>;
  isChanged: (entry: KnownSource | undefined, source: FoundSource) => Promise<boolean>;
  /** By its name, it says how a project is judged. */
  isProject: (source: FoundSource) => boolean;
  /** Runs one round; calls `looked` after each source. */
  runRound: (sources: readonly FoundSource[], looked: () => void) => Promise<Outcome>;
};

export type PassOptions = {
  /** Ends the pass after the round that is under way. */
  signal?: AbortSignal | undefined;
  /** Called after each source that was looked at. */
  progress?: ((progress: Progress) => void) | undefined;
};

/** Until a round is committed, a crash would repeat it: so rounds have limits. */
const SOURCES_PER_ROUND = 200;
const BYTES_PER_ROUND = 100_000_000;

/** Reads what is new or changed among these sources, and indexes it. */
export async function runPass(
  sources: readonly FoundSource[],
  { ledger, entries, isChanged, isProject, runRound }: PassTools,
  { signal, progress }: PassOptions,
): Promise<Outcome> {
  const tally = emptyTally();
  const changed: FoundSource[] = [];
  /** Of which the entry has to be read to tell what is wrong. */
  const wrong: KeptEntry[] = [];
  for (const source of sources) {
    if (ledger.isSideFile(source.path)) continue;
    const known = ledger.known(source.path);
    if (await isChanged(known, source)) changed.push(source);
    else if (known?.status === 'rejected' || known?.status === 'partial') wrong.push(known);
    else addTally(tally, tallyUnchanged(known?.status));
  }
  const read = await entries.read(wrong.map(({ path }) => path));
  if (read.type !== 'ok') return addUp([{ tally, failure: read }]);
  for (const { path, status } of wrong) addTally(tally, tallyUnchanged(status, read.value.get(path)));
  tally.files += changed.length;
  const { files: all, unchanged } = tally;
  let seen = 0;
  function looked() {
    seen += 1;
    progress?.({ files: all, unchanged, seen });
  }
  const parts: Outcome[] = [addUp([{ tally }])];
  // Projects first, so that most runs are derived under the right rules at once.
  const projectsFirst = changed.toSorted((a, b) => Number(isProject(b)) - Number(isProject(a)));
  for (const round of roundsOf(projectsFirst)) {
    if (signal?.aborted === true) break;
    const outcome = await runRound(round, looked);
    parts.push(outcome);
    if (outcome.failure !== undefined) break;
  }
  return addUp(parts);
}

function* roundsOf(sources: readonly FoundSource[]): Generator<FoundSource[]> {
  let round: FoundSource[] = [];
  let bytes = 0;
  for (const source of sources) {
    round.push(source);
    bytes += bytesOf(source.files);
    if (round.length >= SOURCES_PER_ROUND || bytes >= BYTES_PER_ROUND) {
      yield round;
      round = [];
      bytes = 0;
    }
  }
  if (round.length > 0) yield round;
}
