/** Logs what the daemon did: at once when something happens after a pause, then at most once a minute. */

import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { addTally, emptyTally, type Tally } from '../round/tally.ts';

const INTERVAL_MILLISECONDS = 60_000;

/** So many files with errors are named in that time; of the rest, only the number is logged. `runlens status` lists them all. */
const NAMED_FILES = 20;

export type Summary = {
  add: (tally: Tally) => void;
  /** Logs what has gathered, if it is time. */
  tell: () => void;
  /** Logs what has gathered. */
  end: () => void;
};

export function createSummary(clock: Pick<Clock, 'elapsed'>, log: Log): Summary {
  let gathered = emptyTally();
  let toldAt = -Infinity;
  let named = 0;
  let unnamed = 0;

  function end(): void {
    const { indexed, partial, rejected, waiting, projects, documents } = gathered;
    if (unnamed > 0) log.warn({ files: unnamed }, 'More files were not fully indexed');
    if (indexed + partial + rejected + waiting + projects > 0)
      log.info({ indexed, partial, rejected, waiting, projects, documents }, 'Ingested');
    gathered = emptyTally();
    toldAt = clock.elapsed();
    named = 0;
    unnamed = 0;
  }

  function hasSomething(): boolean {
    return gathered.recorded > 0 || unnamed > 0;
  }

  return {
    add: (tally) => {
      if (tally.recorded === 0) return;
      addTally(gathered, { ...tally, errors: [], warnings: [] });
      for (const { path, errors } of tally.errors) {
        if (named >= NAMED_FILES) unnamed += 1;
        else log.warn({ path, errors: errors.slice(0, 3) }, 'File not fully indexed');
        named += 1;
      }
    },
    tell: () => {
      if (hasSomething() && clock.elapsed() - toldAt >= INTERVAL_MILLISECONDS) end();
    },
    end: () => {
      if (hasSomething()) end();
    },
  };
}
