/**
 * When the daemon judges which projects.
 *
 *   touched ──at once, or every few seconds while files keep coming──▶ judged
 *   unchecked since the start ──once the first backlog is done, a few at a time──▶ judged
 */

import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Clock } from '../ports/clock.ts';

export type JudgingSchedule = {
  /** Notes that runs or rules of these projects have changed. */
  touch: (projects: Iterable<string>) => void;
  /**
   * Judges the touched projects.
   *
   * @param isBusy more files are coming: one judgement now and then serves them all
   * @returns whether there was something to judge
   */
  judgeTouched: (isBusy: boolean) => Promise<Attempt<boolean>>;
  /** Judges a few of the projects that nothing has touched since the start. */
  judgeUnchecked: () => Promise<Attempt<void>>;
  hasTouched: () => boolean;
  hasUnchecked: () => boolean;
};

const INTERVAL_MILLISECONDS = 5000;
const PROJECTS_AT_ONCE = 20;

/** @param projects all that are known at the start: the daemon before this one may have died before it judged them */
export function createJudgingSchedule(
  judge: (projects: readonly string[]) => Promise<ElasticsearchFailure | undefined>,
  clock: Pick<Clock, 'elapsed'>,
  projects: Iterable<string>,
): JudgingSchedule {
  const touched = new Set<string>();
  const unchecked = new Set(projects);
  let judgedAt = clock.elapsed();

  async function judgeSome<Value>(some: readonly string[], value: Value): Promise<Attempt<Value>> {
    const failure = await judge(some);
    if (failure !== undefined) return failure;
    for (const project of some) {
      touched.delete(project);
      unchecked.delete(project);
    }
    return { type: 'ok', value };
  }

  return {
    touch: (some) => {
      for (const project of some) touched.add(project);
    },
    judgeTouched: async (isBusy) => {
      const isTooSoon = isBusy && clock.elapsed() - judgedAt < INTERVAL_MILLISECONDS;
      if (touched.size === 0 || isTooSoon) return { type: 'ok', value: false };
      const judged = await judgeSome([...touched], true);
      judgedAt = clock.elapsed();
      return judged;
    },
    judgeUnchecked: async () =>
      unchecked.size === 0
        ? { type: 'ok', value: undefined }
        : judgeSome([...unchecked].slice(0, PROJECTS_AT_ONCE), undefined),
    hasTouched: () => touched.size > 0,
    hasUnchecked: () => unchecked.size > 0,
  };
}
