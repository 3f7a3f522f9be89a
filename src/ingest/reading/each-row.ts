/** Reads the rows of a valid run again, and hands them to a taker that sends them. */

import type { Interpretation } from '../../domain/formats/format.ts';
import type { Image, SeriesPoint } from '../../domain/model/run.ts';
import type { PlainImage } from '../../domain/rows/index.ts';
import { converse } from './converse.ts';
import type { SourceFiles } from './source-files.ts';

/** `changing`: a file has changed since it was checked, and what was taken is void. */
export type RowsRead = 'read' | 'changing';

/** Each returns a promise if there is something to wait for. */
export type TakeRows = {
  plain: (row: PlainImage) => Promise<void> | undefined;
  image: (row: Image) => Promise<void> | undefined;
  point: (row: SeriesPoint) => Promise<void> | undefined;
};

type Waiting = { list: 'images'; row: Image } | { list: 'series'; row: SeriesPoint };

/**
 * A plain row is taken at once, because it is valid only until the next one. Other rows need more memory as documents: they
 * are taken one by one at the end of a piece of the file.
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
    // The last rows of a file may appear only at its end.
    await pause();
    return outcome;
  });
  await pause();
  return read === 'read' ? 'read' : 'changing';
}
