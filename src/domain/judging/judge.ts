import { compareText } from '../model/compare-text.ts';
import { changedParameters, type ParameterChange, type Parameters } from '../model/parameters.ts';

/** What judging needs to know of a run. `score` is absent where the run does not rank. */
export type Contender = {
  key: string;
  id: string;
  endedAt: string;
  value?: number | undefined;
  score?: number | undefined;
  parameters: Parameters;
};

/** What a run is among all runs of its project. Runs that do not rank have no record. */
export type Judgement = {
  key: string;
  isBest: boolean;
  record?: RecordJudgement;
};

export type RecordJudgement = {
  /** Whether the run was the best when it ended. */
  is: boolean;
  /** Best value and score so far, this run included. */
  value: number;
  score: number;
  /** How much score this run gained over the record before it; only where it is a record and there was one. */
  gain?: number;
  /** The run that held the record when this one ended. */
  previous?: string;
  /** Hyperparameters in which a new record differs from the previous record holder. */
  changes?: ParameterChange[];
};

/**
 * Judges all runs of one project: who is best, who held the record when it ended, and by how much.
 *
 * Depends on nothing but the runs: not on the order of the list, not on the time of the call. Ties rank by the
 * earlier end, then by id, so that the first run to reach a score holds the record.
 */
export function judge(runs: readonly Contender[]): Judgement[] {
  const chronological = [...runs].toSorted(byEnd);
  const judgements: Judgement[] = [];
  let holder: (Contender & { value: number; score: number }) | undefined;
  for (const run of chronological) {
    if (!ranks(run)) {
      judgements.push({ key: run.key, isBest: false });
      continue;
    }
    const previous = holder;
    const is = previous === undefined || run.score > previous.score;
    const current = is ? run : previous;
    holder = current;
    judgements.push({
      key: run.key,
      isBest: false,
      record: {
        is,
        value: current.value,
        score: current.score,
        ...(previous && { previous: previous.id }),
        ...(is &&
          previous && {
            gain: run.score - previous.score,
            changes: changedParameters(previous.parameters, run.parameters),
          }),
      },
    });
  }
  return judgements.map((judgement) => ({ ...judgement, isBest: judgement.key === holder?.key }));
}

function ranks(run: Contender): run is Contender & { value: number; score: number } {
  return run.score !== undefined && run.value !== undefined;
}

function byEnd(a: Contender, b: Contender): number {
  return compareText(a.endedAt, b.endedAt) || compareText(a.id, b.id);
}
