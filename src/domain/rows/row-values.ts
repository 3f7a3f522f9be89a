/** The slow way of reading a row: parses it, and has its value read by the format. */

import type { Codec } from '../text/codec.ts';
import type { CutValue } from '../text/cutter.ts';
import { parseJson } from '../text/parse.ts';
import type { BadRow, ReadRow, Row, RowList, RowReaders, RowReading } from './row.ts';

/** What all rows of one run have in common when they are read. */
export type RowSetting = {
  /** The run file below the watched folder. */
  runPath: string;
  codec: Codec;
  readers: RowReaders;
};

export function readValues(
  { list, bytes, start, end }: CutValue<RowList>,
  { runPath, codec, readers }: RowSetting,
): ReadRow | BadRow {
  const parsed = parseJson(codec.decode(bytes, start, end));
  if (parsed.type === 'malformed') {
    const { problems, truncated } = parsed;
    return { problems, warnings: [], malformed: truncated ? 'truncated' : 'broken' };
  }
  const reading: RowReading<Row> =
    list === 'images'
      ? rowsOf(readers.images(parsed.value, runPath), (row) => ({ list, row }))
      : rowsOf(readers.series(parsed.value), (row) => ({ list, row }));
  const warnings = [...reading.warnings, ...parsed.warnings];
  const { rows, problems } = reading;
  return problems.length > 0 ? { problems, warnings } : { rows, warnings };
}

function rowsOf<Value>(reading: RowReading<Value>, rowOf: (value: Value) => Row): RowReading<Row> {
  return { ...reading, rows: reading.rows.map(rowOf) };
}
