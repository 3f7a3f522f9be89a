/** One pass over sources that may take several: what was stopped amid it is done by the next. */

import type { Attempt } from '../../domain/model/outcome.ts';
import type { Again } from '../../ingest/round/outcome.ts';
import type { FoundSource } from '../../ingest/ports/folder.ts';
import type { Ports } from '../../ingest/ports/ports.ts';
import type { Session, SessionPassOptions } from '../../ingest/session.ts';
import { addTally, emptyTally, tallyRead, tallyUnchanged, type Tally } from '../../ingest/round/tally.ts';

/** `failure` is the last one: what was done before it is in the tally. */
type WholePass = { tally: Tally; touched: Set<string>; again: Again[] };

/** A lease is lost to oneself when its answer is lost; that this happens so often in a row, nobody has seen. */
const PASSES_OVER_OUR_OWN = 5;

/**
 * @param persist repeats what passes by itself
 * @returns what all passes together did, as if it had been one
 */
export async function wholePass(
  session: Session,
  sources: readonly FoundSource[],
  options: SessionPassOptions,
  { self }: Pick<Ports, 'self'>,
  persist: <Value>(work: () => Promise<Attempt<Value>>) => Promise<Attempt<Value>>,
): Promise<WholePass & { failure?: Exclude<Attempt<never>, { type: 'ok' }> }> {
  const { ledger } = session;
  const before = new Map(sources.map(({ path }) => [path, ledger.get(path)?.version]));
  const touched = new Set<string>();
  const tallies: Tally[] = [];
  let again: Again[] = [];

  const over = (some: readonly FoundSource[]) =>
    persist<void>(async () => {
      const outcome = await session.pass(some, options);
      tallies.push(outcome.tally);
      for (const project of outcome.touched) touched.add(project);
      const seen = new Set(some.map(({ path }) => path));
      again = [...again.filter(({ path }) => !seen.has(path)), ...outcome.again];
      return outcome.failure ?? { type: 'ok', value: undefined };
    });
  /** Granted, but we were never told: from outside it looks as if somebody else were at it. */
  const ours = () => {
    const busy = new Set(again.flatMap(({ path, because }) => (because === 'busy' ? path : [])));
    return sources.filter(
      ({ path }) => busy.has(path) && ledger.get(path)?.lease?.session === self.lease.session,
    );
  };

  let done = await over(sources);
  for (let n = 0; done.type === 'ok' && ours().length > 0 && n < PASSES_OVER_OUR_OWN; n += 1)
    done = await over(ours());
  const [only] = tallies;
  const tally = tallies.length === 1 && only !== undefined ? only : together();
  return { tally, touched, again, ...(done.type !== 'ok' && { failure: done }) };

  /** Counted by what the ledger says now: each pass counts for unchanged what the one before has done. */
  function together(): Tally {
    const whole = emptyTally();
    for (const { path } of sources) {
      if (ledger.isSideFile(path)) continue;
      const entry = ledger.get(path);
      const isNew = entry?.version !== before.get(path);
      if (!isNew && entry?.lease === undefined) addTally(whole, tallyUnchanged(entry));
      else whole.files += 1;
      if (!isNew || entry === undefined || entry.lease !== undefined) continue;
      addTally(whole, { ...tallyRead(entry), seen: 1, recorded: 1 });
    }
    // What follows from the rules alone is in no entry.
    const warnings = tallies.flatMap((each) => each.warnings);
    whole.warnings = [...new Map(warnings.map((each) => [each.path, each])).values()];
    return whole;
  }
}
