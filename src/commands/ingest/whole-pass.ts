/** One pass over sources that may take several: the next one does what was left when one was stopped. */

import { RUN_INDICES } from '../../domain/documents/document.ts';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { Again } from '../../ingest/round/outcome.ts';
import type { FoundSource } from '../../ingest/ports/folder.ts';
import type { Ports } from '../../ingest/ports/ports.ts';
import type { Session, SessionPassOptions } from '../../ingest/session.ts';
import { addTally, emptyTally, type Tally } from '../../ingest/round/tally.ts';

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
  const touched = new Set<string>();
  const tally = emptyTally();
  let again: Again[] = [];

  async function passOver(some: readonly FoundSource[]): Promise<Attempt<void>> {
    const tallies: Tally[] = [];
    const done = await persist<void>(async () => {
      const outcome = await session.pass(some, options);
      tallies.push(outcome.tally);
      for (const project of outcome.touched) touched.add(project);
      const seen = new Set(some.map(({ path }) => path));
      again = [...again.filter(({ path }) => !seen.has(path)), ...outcome.again];
      return outcome.failure ?? { type: 'ok', value: undefined };
    });
    // The sources of a later pass are some of the first.
    const { files, ...counted } = asOne(tallies);
    addTally(tally, { ...counted, files: Math.max(0, files - tally.files) });
    return done;
  }

  /** Granted, but the answer was lost: it looks as if another daemon were at them. */
  function ours(): FoundSource[] {
    const busy = new Set(again.flatMap(({ path, because }) => (because === 'busy' ? path : [])));
    return sources.filter(
      ({ path }) => busy.has(path) && session.ledger.known(path)?.lease?.session === self.lease.session,
    );
  }

  let done = await passOver(sources);
  for (let n = 0; done.type === 'ok' && ours().length > 0 && n < PASSES_OVER_OUR_OWN; n += 1)
    done = await passOver(ours());
  return { tally, touched, again, ...(done.type !== 'ok' && { failure: done }) };
}

/** Passes over the same sources, counted as one: each finds unchanged what those before it have done. */
function asOne(tallies: readonly Tally[]): Tally {
  const last = tallies.at(-1) ?? emptyTally();
  const earlier = emptyTally();
  for (const tally of tallies.slice(0, -1)) addTally(earlier, tally);
  const documents = { ...last.documents };
  for (const index of RUN_INDICES) documents[index] += earlier.documents[index];
  const warnings = new Map([...earlier.warnings, ...last.warnings].map((each) => [each.path, each]));
  return {
    ...last,
    seen: earlier.seen + last.seen,
    recorded: earlier.recorded + last.recorded,
    indexed: earlier.indexed + last.indexed,
    projects: earlier.projects + last.projects,
    unchanged: last.unchanged - earlier.indexed - earlier.projects,
    documents,
    warnings: [...warnings.values()],
  };
}
