import type { Dialogue, FileOutcome, WantedFile } from '../../domain/formats/format.ts';
import type { Interruption } from './source-files.ts';

/**
 * Reads the files that a format wants, one after the other, until it returns.
 *
 * @returns what the format returns, or why reading was interrupted
 */
export async function converse<Result>(
  dialogue: Dialogue<Result>,
  read: (wanted: WantedFile) => Promise<FileOutcome | Interruption>,
): Promise<Result | Interruption> {
  let said = dialogue.next();
  while (said.done !== true) {
    const outcome = await read(said.value);
    if (outcome.type === 'interrupted') return outcome;
    said = dialogue.next(outcome);
  }
  return said.value;
}
