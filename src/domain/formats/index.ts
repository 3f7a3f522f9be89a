import { parseJson } from '../text/parse.ts';
import { formatPath } from '../text/path.ts';
import { stringifyExact } from '../text/stringify.ts';
import type { Problem } from '../model/problem.ts';
import { shorten } from '../model/shorten.ts';
import type { Format, Interpretation, Membership, SourceContext } from './format.ts';
import { runlensFormat } from './runlens/interpret.ts';
import type { RowReaders } from '../rows/index.ts';
import { readImage, readSeries } from './runlens/rows.ts';
import { isVisible } from './visible.ts';

/** All formats, the most specific first: the first that claims a file, or recognises a document, has it. */
const formats: readonly Format[] = [runlensFormat];

/** Says which source a file belongs to, if it belongs to any. */
export type MemberOf = (path: string) => Membership | undefined;

/** The membership of a file in the formats of runlens; none for hidden files, and for those in hidden folders. */
export const memberOf: MemberOf = memberAmong(formats);

/** @returns what says which source a file belongs to: the one of the first of these formats that claims it */
export function memberAmong(among: readonly Pick<Format, 'member'>[]): MemberOf {
  return (path) => {
    if (!path.split('/').every(isVisible)) return undefined;
    for (const format of among) {
      const membership = format.member(path);
      if (membership !== undefined) return membership;
    }
    return undefined;
  };
}

/** The rows of all formats are alike. */
export const rowReaders: RowReaders = { images: readImage, series: readSeries };

/** Says what a parsed document means, by the first format that recognises it. */
export function interpret(value: unknown, context: SourceContext): Interpretation {
  const format = formats.find((candidate) => candidate.recognise(value));
  if (format !== undefined) return format.interpret(value, context);
  return { type: 'invalid', problems: [{ path: [], message: unrecognised(value) }], warnings: [] };
}

/**
 * Reads a stored original's text again. It was accepted when it was stored, but that may have been by a newer version
 * of runlens, and what is stored may be damaged: then it is `unreadable`.
 */
export function interpretOriginal(
  original: unknown,
  context: SourceContext,
): (Interpretation & { type: 'run' | 'project' }) | { type: 'unreadable'; reason: string } {
  if (typeof original !== 'string') return { type: 'unreadable', reason: 'there is none' };
  const parsed = parseJson(original);
  if (parsed.type === 'malformed') return unreadable(parsed.problems);
  const interpretation = interpret(parsed.value, context);
  return interpretation.type === 'invalid' ? unreadable(interpretation.problems) : interpretation;
}

function unreadable([first]: readonly Problem[]): { type: 'unreadable'; reason: string } {
  if (first === undefined) return { type: 'unreadable', reason: 'it is not valid' };
  return { type: 'unreadable', reason: `${formatPath(first.path)} ${first.message}`.trim() };
}

function unrecognised(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'is not a result file: expected one object with "schema": "runlens.run/1"';
  }
  const found = 'schema' in value ? `its "schema" is ${shown(value.schema)}` : 'it has no "schema"';
  return `is not a result file that runlens knows: ${found}; looked for "runlens.run/1" and "runlens.project/1"`;
}

/** A value of any size and kind, at a length that fits a sentence. */
function shown(value: unknown): string {
  return shorten(stringifyExact(value));
}
