/** The rows of a run that was found to be good, read once more and given to a taker that sends them. */

import type { Interpretation } from '../../domain/formats/format.ts';
import type { Image, SeriesPoint } from '../../domain/model/run.ts';
import type { PlainImage } from '../../domain/rows/index.ts';
import { converse } from './converse.ts';
import type { SourceFiles } from './source-files.ts';

/** Where a run changed since it was found to be good, what was taken means nothing. */
export type RowsRead = 'read' | 'changing';

/** Gives a promise where there is something to wait for. */
export type TakeRows = {
  plain: (row: PlainImage) => Promise<void> | undefined;
  image: (row: Image) => Promise<void> | undefined;
  point: (row: SeriesPoint) => Promise<void> | undefined;
};

type Waiting = { list: 'images'; row: Image } | { list: 'series'; row: SeriesPoint };

/**
 * Plain rows are taken as they come, for they are gone with the next one. The others, which need more memory as documents,
 * wait for the end of their piece of the file and are taken one after the other.
 */
export async function eachRow(
  rows: (Interpretation & { type: 'run' })['rows'],
  files: SourceFiles,
  { plain, image, point }: TakeRows,
): Promise<RowsRead> {
  let underWay: Promise<void>[] = [];
  let waiting: Waiting[] = [];

  const dialogue = rows({
    plain: (row) => {
      const sent = plain(row);
      if (sent !== undefined) underWay.push(sent);
    },
    image: (row) => void waiting.push({ list: 'images', row }),
    point: (row) => void waiting.push({ list: 'series', row }),
  });

  function pause(): Promise<void> | undefined {
    return underWay.length + waiting.length === 0 ? undefined : finish();
  }

  async function finish(): Promise<void> {
    const [sent, left] = [underWay, waiting];
    [underWay, waiting] = [[], []];
    await Promise.all(sent);
    for (const one of left) await (one.list === 'images' ? image(one.row) : point(one.row));
  }

  const read = await converse(dialogue, async (wanted) => {
    const outcome = await files.read(wanted, pause);
    // The last rows of a file may have been waited for until its end was known.
    await pause();
    return outcome;
  });
  await pause();
  return read === 'read' ? 'read' : 'changing';
}
