/** What a soak run leaves behind: a line per day, and a verdict. */

import { writeFileSync } from 'node:fs';
import { median, memoryTrend, type MemoryTrend } from './memory-trend.ts';

export type Day = {
  day: number;
  minutes: number;
  /** Files written so far, and files that are there. */
  written: number;
  files: number;
  documents: number | undefined;
  happened: string;
  restarts: number;
  drainSeconds: number;
  life: number;
  age: number;
  residentBytes: number;
  peakBytes: number;
  heapBytes: number | undefined;
  /** Processor time by time that passed: of the daemon, and of it with the server and this program. */
  daemonCores: number;
  allCores: number;
  deviations: string[];
};

export type Verdict = {
  seed: number;
  days: number;
  minutes: number;
  written: number;
  restarts: number;
  deviations: number;
  longestDrainSeconds: number;
  medianCores: number;
  memory: MemoryTrend | undefined;
  memoryBoundBytes: number;
  problems: string[];
};

function megabytes(bytes: number | undefined) {
  return bytes === undefined ? '–' : (bytes / 2 ** 20).toFixed(0);
}

const COLUMNS: readonly (readonly [string, number, (day: Day) => string])[] = [
  ['day', 4, ({ day }) => String(day)],
  ['min', 5, ({ minutes }) => minutes.toFixed(1)],
  ['written', 8, ({ written }) => String(written)],
  ['files', 6, ({ files }) => String(files)],
  ['documents', 10, ({ documents }) => String(documents ?? '–')],
  ['drain s', 8, ({ drainSeconds }) => drainSeconds.toFixed(1)],
  ['RSS MB', 7, ({ residentBytes }) => megabytes(residentBytes)],
  ['peak MB', 8, ({ peakBytes }) => megabytes(peakBytes)],
  ['heap MB', 8, ({ heapBytes }) => megabytes(heapBytes)],
  ['cores', 6, ({ allCores }) => allCores.toFixed(2)],
  ['off', 4, ({ deviations }) => String(deviations.length)],
];

export function headline(): string {
  return `${COLUMNS.map(([name, width]) => name.padStart(width)).join('')}  what happened`;
}

export function lineOf(day: Day): string {
  return `${COLUMNS.map(([, width, cell]) => cell(day).padStart(width)).join('')}  ${day.happened}`;
}

export function judgeSoak(days: readonly Day[], seed: number, memoryBoundBytes: number): Verdict {
  const memory = memoryTrend(days);
  const grown = memory === undefined ? 0 : memory.lastThirdBytes - memory.firstThirdBytes;
  const deviations = days.flatMap((day) => day.deviations);
  const last = days.at(-1);
  return {
    seed,
    days: days.length,
    minutes: last?.minutes ?? 0,
    written: last?.written ?? 0,
    restarts: days.reduce((sum, { restarts }) => sum + restarts, 0),
    deviations: deviations.length,
    longestDrainSeconds: Math.max(0, ...days.map(({ drainSeconds }) => drainSeconds)),
    medianCores: median(days.map(({ allCores }) => allCores)),
    memory,
    memoryBoundBytes,
    problems: [
      ...(deviations.length > 0 ? [`${deviations.length} deviations, such as: ${deviations[0]}`] : []),
      ...(grown > memoryBoundBytes
        ? [`The daemon's memory grew by ${megabytes(grown)} MB, more than ${megabytes(memoryBoundBytes)} MB.`]
        : []),
    ],
  };
}

export function sentences(verdict: Verdict): string[] {
  const { memory } = verdict;
  return [
    `${verdict.problems.length === 0 ? 'Passed' : 'FAILED'}: ${verdict.days} days in ${verdict.minutes.toFixed(1)} minutes (seed ${verdict.seed}), ${verdict.written} files written, ${verdict.restarts} restarts, ${verdict.deviations} deviations.`,
    `Longest drain ${verdict.longestDrainSeconds.toFixed(1)} s; median load ${verdict.medianCores.toFixed(2)} cores, server and oracle included.`,
    memory === undefined
      ? 'Memory: no life of the daemon was long enough to tell.'
      : `Memory of life ${memory.life} over ${memory.samples} days: ${megabytes(memory.firstThirdBytes)} MB in the first third, ${megabytes(memory.lastThirdBytes)} MB in the last, ${(memory.slopeBytesPerDay / 1024).toFixed(0)} kB a day (may grow by ${megabytes(verdict.memoryBoundBytes)} MB).`,
    ...verdict.problems,
  ];
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

/** JSON, or Markdown where the name ends in `.md`. */
export function writeReport(path: string, days: readonly Day[], verdict: Verdict): void {
  const markdown = [
    ...sentences(verdict).map((sentence) => `${sentence}\n\n`),
    row([...COLUMNS.map(([name]) => name), 'what happened']),
    row([...COLUMNS.map(() => '---:'), '---']),
    ...days.map((day) => row([...COLUMNS.map(([, , cell]) => cell(day)), day.happened])),
  ];
  writeFileSync(
    path,
    path.endsWith('.md') ? markdown.join('') : `${JSON.stringify({ verdict, days }, null, 2)}\n`,
  );
}
