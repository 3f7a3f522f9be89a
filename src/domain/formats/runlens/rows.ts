/** Checks and normalises image and series rows one by one, because a run can have a million. */

import type { Image, SeriesPoint } from '../../model/run.ts';
import { canonicalSplit } from '../../model/split.ts';
import { parseTime } from '../../model/time.ts';
import type { RowReaders, RowReading } from '../../rows/index.ts';
import { check } from './check.ts';
import { resolveReference } from '../../model/reference.ts';
import { unequalLengths } from './rules.ts';
import { ImageRow, SeriesRow } from './schema.ts';
import { finite } from './values.ts';

/**
 * Reads one image row.
 *
 * @param value the row as parsed
 * @param runPath the run file's path below the watched folder, which relative picture paths start from
 */
export function readImage(value: unknown, runPath: string): RowReading<Image> {
  const { problems, warnings } = check(ImageRow, value);
  if (problems.length > 0) return { rows: [], problems, warnings };
  const row = value as ImageRow;
  const metrics = Object.entries(row.metrics).map(([name, number]) => [name, finite(number)] as const);
  const image: Image = {
    id: row.id,
    split: canonicalSplit(row.split),
    metrics: new Map(metrics.filter((entry): entry is [string, number] => entry[1] !== undefined)),
    nonfinite: metrics
      .filter(([, number]) => number === undefined)
      .map(([name]) => name)
      .toSorted(),
    label: text(row.label),
    prediction: text(row.prediction),
    attributes: attributesOf(row),
    input: resolveReference(row.input, runPath),
    target: resolveReference(row.target, runPath),
    output: resolveReference(row.output, runPath),
  };
  return { rows: [image], problems, warnings };
}

/** Reads one series row, which holds many points. */
export function readSeries(value: unknown): RowReading<SeriesPoint> {
  const { problems, warnings } = check(SeriesRow, value);
  if (problems.length > 0) return { rows: [], problems, warnings };
  const row = value as SeriesRow;
  const unequal = unequalLengths(row);
  if (unequal.length > 0) return { rows: [], problems: unequal, warnings };
  const points = row.timestamps.map((timestamp, index): SeriesPoint => {
    const time = parseTime(timestamp, { plainDates: true });
    return {
      name: row.name,
      split: canonicalSplit(row.split),
      entity: row.entity ?? undefined,
      timestamp: time.type === 'time' ? time.iso : String(timestamp),
      target: finite(row.target?.[index]),
      prediction: finite(row.prediction?.[index]),
      lower: finite(row.lower?.[index]),
      upper: finite(row.upper?.[index]),
    };
  });
  return { rows: points, problems, warnings };
}

export const rowReaders: RowReaders = { images: readImage, series: readSeries };

function attributesOf(row: ImageRow): Image['attributes'] {
  return new Map(
    Object.entries(row.attributes ?? {}).flatMap(([name, value]) =>
      value === null ? [] : [[name, plain(value)]],
    ),
  );
}

function text(value: ImageRow['label']): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

/** An attribute for Elasticsearch: numbers that it cannot store become text. */
function plain(value: string | number | bigint | boolean): string | number | boolean {
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)))
    return String(value);
  return value;
}
