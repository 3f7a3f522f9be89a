import { compareText } from '../model/compare-text.ts';
import { changedParameters, type ParameterChange, type Parameters } from '../model/parameters.ts';

/** The facts of a run that judging needs. `score` is absent if the run does not rank. */
export type Contender = {
  key: string;
  id: string;
  endedAt: string;
  value?: number | undefined;
  score?: number | undefined;
  parameters: Parameters;
};

/** The standing of a run among all runs of its project. Runs that do not rank have no record. */
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
  /** The gain in score over the previous record; present if the run is a record and not the first. */
  gain?: number;
  /** The run that held the record when this one ended. */
  previous?: string;
  /** Hyperparameters in which a new record differs from the previous record holder. */
  changes?: ParameterChange[];
};

/**
 * Judges all runs of one project: which one is best, which ones were a record when they ended, and by how much.
 *
 * The outcome depends on the runs alone, not on their order or the time of the call. Ties rank by the earlier end, then by
 * id: the first run to reach a score holds the record.
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
