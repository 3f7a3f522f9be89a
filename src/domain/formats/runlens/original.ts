import { formatPath } from '../../text/path.ts';
import { parseJson } from '../../text/parse.ts';
import type { Problem } from '../../model/problem.ts';
import type { OriginalContext, OriginalMeaning } from '../format.ts';
import { interpretFile } from './interpret.ts';

/**
 * Reads a stored original again. It was accepted when it was stored, but that may have been by a newer version of runlens,
 * and what is stored may be damaged: then it is `unreadable`.
 */
export function interpretOriginal(original: string, context: OriginalContext): OriginalMeaning {
  const parsed = parseJson(original);
  if (parsed.type === 'malformed') return unreadable(parsed.problems);
  const meaning = interpretFile(parsed.value, context);
  if (meaning.type === 'invalid') return unreadable(meaning.problems);
  return meaning.type === 'unrecognised' ? { type: 'unreadable', reason: meaning.message } : meaning;
}

function unreadable([first]: readonly Problem[]): OriginalMeaning {
  if (first === undefined) return { type: 'unreadable', reason: 'it is not valid' };
  return { type: 'unreadable', reason: `${formatPath(first.path)} ${first.message}`.trim() };
}
