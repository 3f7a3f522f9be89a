import { printParseErrorCode } from 'jsonc-parser';
import { parseJson, type JsonProblem } from '../../domain/text/parse.ts';
import { readString } from '../../domain/text/read-string.ts';
import { endOfWord, readWord } from '../../domain/text/read-word.ts';
import { unexpected } from '../../domain/text/unexpected.ts';
import { trackPlace, type Place } from './track-place.ts';
import { walk } from './walk.ts';

/**
 * The first `limit` problems of a text that `parseJson` does not accept, in the order of the text; none if it does.
 *
 * `parseJson` stops at the first place that is no JSON. From there on the library guesses how the text was meant,
 * so that all mistakes of one kind are told at once; where the guess is lost, so are the problems after it.
 */
export function explainSyntax(text: string, limit: number): JsonProblem[] {
  const parsed = parseJson(text);
  if (parsed.type === 'parsed') return [];
  const { problems, truncated } = parsed;
  const last = problems.at(-1)?.offset;
  // Nothing follows the end of a truncated text.
  if (truncated || last === undefined || problems.length >= limit) return problems.slice(0, limit);
  return [...problems, ...furtherProblems(text, endOfWord(text, last, text.length), limit - problems.length)];
}

/** The first syntax problems behind `after`, one for each value at most: the rest is the consequence of the first. */
function furtherProblems(text: string, after: number, limit: number): JsonProblem[] {
  const problems: JsonProblem[] = [];
  let lost = false;
  let quiet = false;
  const place = trackPlace(() => {
    quiet = false;
  });
  walk(text, {
    ...place.visitor,
    onError: (code, at) => {
      const name = printParseErrorCode(code);
      if (name === 'UnexpectedEndOfString' || isWrongBracket(text, at, place.now())) lost = true;
      if (lost || quiet || problems.length === limit) return;
      quiet = true;
      if (at > after && at < text.length) problems.push(describe(text, at, place.now()));
    },
  });
  return problems;
}

/** One bracket in the place of another: from here on it is anybody's guess what belongs to what. */
function isWrongBracket(text: string, at: number, { container }: Place): boolean {
  return (text[at] === '}' && container !== 'object') || (text[at] === ']' && container !== 'array');
}

function describe(text: string, at: number, { path, container, expectation }: Place): JsonProblem {
  const string = text[at] === '"' ? readString(text, at, text.length) : undefined;
  if (string?.type === 'fault') return { path, offset: string.offset, message: string.message };
  const isWord = expectation === 'value' && /[\w.+-]/.test(text[at] ?? '');
  const word = isWord ? readWord(text, at, text.length) : undefined;
  if (word?.type === 'fault') return { path, offset: word.offset, message: word.message };
  return { path, offset: at, message: unexpected(text, at, text.length, expectation, container) };
}
