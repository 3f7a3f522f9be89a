/** What rows of each kind have in common for whoever reads them without knowing which they are. */

import type { RowList } from '../../domain/formats/format.ts';
import { rowReaders } from '../../domain/formats/index.ts';
import { byteAt } from '../../domain/text/bytes.ts';
import { parseJson, type Malformed } from '../../domain/text/parse.ts';
import type { Problem } from '../../domain/model/problem.ts';
import type { PlainImage } from '../../domain/rows/plain-image.ts';
import type { Image, SeriesPoint } from '../../domain/model/run.ts';
import type { Codec } from '../../domain/rows/shape.ts';
import type { EndOfRow } from '../ports/text.ts';

/** A row that was read by its values. */
export type ValuedRow = { list: 'images'; row: Image } | { list: 'series'; row: SeriesPoint };

export type Row = ValuedRow | { list: 'images'; row: PlainImage };

export type ReadRow = {
  type: 'read';
  rows: ValuedRow[];
  problems: readonly Problem[];
  warnings: readonly Problem[];
};

/** Where rows end, told by whoever is going to read them. */
export type RowEnds = {
  endOf: EndOfRow;
  /** The same for rows that are a line each: the offset of its line feed. */
  endOfLine: EndOfRow;
};

export type RowReader = RowEnds & {
  /** Reads the row from `start` up to `end` of the bytes. What it read last means nothing after the next. */
  read: (list: RowList, bytes: Uint8Array, start: number, end: number) => PlainImage | ReadRow | Malformed;
};

type PlainReader = ReturnType<typeof rowReaders.plainImages>;

/** What reads the rows of one run, one by one; their paths begin at the row. */
export function rowReader(runPath: string, codec: Codec): RowReader {
  /** Made for the first image: it takes kilobytes, and most of very many files have no images. */
  let plainReader: PlainReader | undefined;
  const readPlain: PlainReader = (bytes, start, end) => {
    plainReader ??= rowReaders.plainImages(runPath, codec);
    return plainReader(bytes, start, end);
  };
  /** A row of which the end was found by reading it. */
  const ahead: { bytes: Uint8Array | undefined; start: number; plain: PlainImage | undefined } = {
    bytes: undefined,
    start: 0,
    plain: undefined,
  };

  function plainAt(bytes: Uint8Array, start: number, end: number): PlainImage | undefined {
    return bytes === ahead.bytes && start === ahead.start ? ahead.plain : readPlain(bytes, start, end);
  }

  function readValues(list: RowList, bytes: Uint8Array, start: number, end: number): ReadRow | Malformed {
    const parsed = parseJson(codec.decode(bytes, start, end));
    if (parsed.type === 'malformed') return parsed;
    const reading =
      list === 'images' ? rowReaders.images(parsed.value, runPath) : rowReaders.series(parsed.value);
    return {
      type: 'read',
      rows: reading.rows.map((row) => ({ list, row }) as ValuedRow),
      problems: reading.problems,
      warnings: parsed.warnings.length === 0 ? reading.warnings : [...reading.warnings, ...parsed.warnings],
    };
  }

  function readAhead(bytes: Uint8Array, start: number): PlainImage | undefined {
    ahead.bytes = bytes;
    ahead.start = start;
    ahead.plain = readPlain(bytes, start);
    return ahead.plain;
  }

  return {
    read: (list, bytes, start, end) => {
      const plain = list === 'images' ? plainAt(bytes, start, end) : undefined;
      return plain ?? readValues(list, bytes, start, end);
    },
    endOf: (list, bytes, start) => {
      if (list !== 'images') return -1;
      return readAhead(bytes, start)?.end ?? -1;
    },
    endOfLine: (list, bytes, start) => {
      // Of many blank lines, each would be read up to the end of the last.
      const isOne = list === 'images' && byteAt(bytes, start) === OPEN;
      const plain = isOne ? readAhead(bytes, start) : undefined;
      if (plain === undefined) return -1;
      const end = byteAt(bytes, plain.end) === CARRIAGE_RETURN ? plain.end + 1 : plain.end;
      if (plain.isOneLine ? byteAt(bytes, end) === LINE_FEED : bytes.indexOf(LINE_FEED, start) === end)
        return end;
      // It goes on behind what was read, or is more than a line.
      ahead.bytes = undefined;
      return -1;
    },
  };
}

const [LINE_FEED, CARRIAGE_RETURN, OPEN] = [10, 13, 123];

/** What makes two rows of one kind the same. */
export function identityOf({ list, row }: Row): readonly (string | undefined)[] {
  return list === 'images' ? [row.split, row.id] : [row.split, row.name, row.entity, row.timestamp];
}

/** Names as JSON text: with the quotes in them escaped, no two rows are called the same. */
export function describeRow({ list, row }: Row): string {
  if (list === 'images') return `image ${JSON.stringify(row.id)} of split ${JSON.stringify(row.split)}`;
  const part = row.entity === undefined ? '' : ` for ${JSON.stringify(row.entity)}`;
  return `point ${row.timestamp} of series ${JSON.stringify(row.name)}${part} on split ${JSON.stringify(row.split)}`;
}
