import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';

/**
 * A file that has to be looked at again:
 *
 * - `changing`: it changed while it was read.
 * - `waiting`: it is incomplete, and young enough to become complete by itself.
 * - `busy`: another daemon is at it, or has written its entry or documents of it.
 */
export type Again = { path: string; because: 'changing' | 'waiting' | 'busy' };

/** What came of some files. After a failure, the rest says what was done before it. */
export type Outcome = {
  tally: Tally;
  /** Projects whose runs or rules changed: they have to be judged. */
  touched: ReadonlySet<string>;
  again: readonly Again[];
  /** Files whose lease was another daemon's: requests of that daemon may still be under way. */
  takenOver: readonly string[];
  failure?: ElasticsearchFailure;
};

/** What one step contributes to an outcome; nothing where it says nothing. */
export type Part = {
  tally?: Partial<Tally>;
  touched?: Iterable<string>;
  again?: readonly Again[];
  takenOver?: readonly string[];
  failure?: ElasticsearchFailure | undefined;
};

export function addUp(parts: Iterable<Part>): Outcome {
  const tally = emptyTally();
  const touched = new Set<string>();
  const again: Again[] = [];
  const takenOver: string[] = [];
  let failure: ElasticsearchFailure | undefined;
  for (const part of parts) {
    addTally(tally, part.tally ?? {});
    for (const project of part.touched ?? []) touched.add(project);
    again.push(...(part.again ?? []));
    takenOver.push(...(part.takenOver ?? []));
    failure ??= part.failure;
  }
  return { tally, touched, again, takenOver, ...(failure && { failure }) };
}

/** Does the steps in their order, up to the first that fails. */
export async function inOrder(steps: Iterable<() => Promise<Part>>): Promise<Outcome> {
  const parts: Part[] = [];
  for (const step of steps) {
    const part = await step();
    parts.push(part);
    if (part.failure !== undefined) break;
  }
  return addUp(parts);
}
