import { writeFileSync } from 'node:fs';
import type { Measured } from './known-measure.ts';

export type Ingested = { seconds: number; peakBytes: number; processorSeconds: number };
export type KnownResult = {
  files: number;
  folders: number;
  projects: number;
  scanSeconds: number;
  ingest: Ingested;
  watch: Measured[];
};

function megabytes(bytes: number | undefined) {
  return bytes === undefined ? '–' : `${(bytes / 2 ** 20).toFixed(0)} MB`;
}

function seconds(value: number) {
  return `${value.toFixed(2)} s`;
}

const ROWS: readonly (readonly [string, (measured: Measured) => string])[] = [
  ['until Watching', ({ watchingSeconds }) => seconds(watchingSeconds)],
  ['  processor time of it', ({ processorSecondsUntilWatching }) => seconds(processorSecondsUntilWatching)],
  ['memory then', ({ residentWatchingBytes }) => megabytes(residentWatchingBytes)],
  ['each scan, s', ({ scanSeconds }) => scanSeconds.map((each) => each.toFixed(1)).join(', ')],
  [
    'memory after each scan, MB',
    ({ residentAfterScansBytes }) =>
      residentAfterScansBytes.map((bytes) => (bytes / 2 ** 20).toFixed(0)).join(', '),
  ],
  ['heap in use', ({ heapBytes }) => megabytes(heapBytes)],
  ['peak memory', ({ peakBytes }) => megabytes(peakBytes)],
  [
    'processor time while quiet',
    ({ quietProcessorSeconds, quietSeconds, quietScans }) =>
      `${seconds(quietProcessorSeconds)} in ${quietSeconds} s (${quietScans} scans)`,
  ],
  ['a new file is findable after', ({ newFileSeconds }) => seconds(newFileSeconds)],
];

export function knownTable({ files, folders, projects, scanSeconds, ingest, watch }: KnownResult): string {
  const width = Math.max(...ROWS.map(([name]) => name.length)) + 2;
  const columns = watch.map((measured) => ROWS.map(([, cell]) => cell(measured)));
  const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length), 8) + 2);
  const line = (name: string, cells: string[]) =>
    name.padEnd(width) + cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('');
  return [
    `${files} files in ${folders} folders of ${projects} projects; scans every ${scanSeconds} s.`,
    `ingest: ${seconds(ingest.seconds)} (processor ${seconds(ingest.processorSeconds)}), peak memory ${megabytes(ingest.peakBytes)}.`,
    '',
    line(
      '',
      watch.map(({ way }) => way),
    ),
    ...ROWS.map(([name], row) =>
      line(
        name,
        columns.map((cells) => cells[row] ?? ''),
      ),
    ),
    '',
  ].join('\n');
}

export function writeKnown(path: string, result: KnownResult): void {
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
}
