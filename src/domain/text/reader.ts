/** Where the careful reader is in a text: what `read.ts` and `recover.ts` share. */

import type { Path } from '../model/problem.ts';
import { collectFindings, type Findings } from './findings.ts';
import type { Expectation } from './unexpected.ts';

/** An object or array that is being read, and where in it the reader is. */
export type Frame =
  | { type: 'object'; object: Record<string, unknown>; step: string | undefined }
  | { type: 'array'; array: unknown[]; step: number };

export type Reader = {
  readonly text: string;
  readonly limit: number;
  /** From the root to the innermost. */
  readonly frames: Frame[];
  readonly problems: Findings;
  readonly warnings: Findings;
  root: unknown;
  at: number;
  expectation: Expectation;
  /** A mistake was told, and nothing has made sense since. */
  isQuiet: boolean;
};

export function createReader(text: string, at: number, limit: number): Reader {
  return {
    text,
    limit,
    frames: [],
    problems: collectFindings(),
    warnings: collectFindings(),
    root: undefined,
    at,
    expectation: 'value',
    isQuiet: false,
  };
}

export function pathOf(frames: readonly Frame[]): Path {
  return frames.flatMap(({ step }) => step ?? []);
}

/** Puts a value where the reader is. */
export function place(reader: Reader, value: unknown): void {
  const frame = reader.frames.at(-1);
  if (frame === undefined) reader.root = value;
  else if (frame.type === 'array') frame.array.push(value);
  else if (frame.step !== undefined && frame.step !== '__proto__') frame.object[frame.step] = value;
  reader.expectation = 'after-value';
}

/** Leaves the object or array whose end is at `at`. */
export function close(reader: Reader): undefined {
  reader.frames.pop();
  reader.expectation = 'after-value';
  reader.at += 1;
  reader.isQuiet = false;
  return undefined;
}
