/**
 * How the careful reader goes on after a mistake, so that all mistakes of one kind are told at once.
 *
 *   a comment                          is skipped
 *   a broken string, word or key       counts as one
 *   a missing comma, colon or value    is taken to be there
 *   one bracket in the place of another, a string without an end, a second document, too deep nesting:
 *   from there on nothing is known about what belongs to what, and reading ends
 */

import type { Fault } from './fault.ts';
import { close, place, type Frame, type Reader } from './reader.ts';
import { endOfWord } from './read-word.ts';
import { isInvisible } from './unexpected.ts';

/** @returns whether there is a guess to go on with */
export function recover(reader: Reader, { isLost }: Fault): boolean {
  const { text, at, frames } = reader;
  const frame = frames.at(-1);
  const character = text[at] ?? '';
  const comment = endOfComment(reader);
  if (isLost === true) return false;
  if (comment !== at) return skipTo(reader, comment);
  if (isWrongBracket(character, frame)) return false;
  if (isInvisible(text, at)) return skipTo(reader, at + ((text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1));
  switch (reader.expectation) {
    case 'first-key':
    case 'key':
      return recoverKey(reader, character);
    case 'colon':
      return recoverColon(reader, character);
    case 'after-value':
      return recoverComma(reader, frame, character);
    case 'first-item':
    case 'value':
      break;
  }
  return recoverValue(reader, character);
}

function recoverKey(reader: Reader, character: string): boolean {
  if (character === '}') return closed(reader);
  if (character === ',') return skipTo(reader, reader.at + 1);
  if (character === '{' || character === '[') return false;
  const { at } = reader;
  const end = character === ':' ? at : endOfToken(reader);
  reader.expectation = 'colon';
  return skipTo(reader, end);
}

function recoverColon(reader: Reader, character: string): boolean {
  if (character === ',' || character === '}') return placed(reader, reader.at);
  reader.expectation = 'value';
  // A sign in the place of the colon, as in `"a" = 1`.
  return /["'{[\w.+-]/.test(character) || skipTo(reader, endOfToken(reader));
}

function recoverComma(reader: Reader, frame: Frame | undefined, character: string): boolean {
  if (frame === undefined) return false;
  if (character === ':') return skipTo(reader, reader.at + 1);
  if (frame.type === 'array') frame.step += 1;
  else frame.step = undefined;
  reader.expectation = frame.type === 'array' ? 'value' : 'key';
  return true;
}

function recoverValue(reader: Reader, character: string): boolean {
  if (character === ']') return closed(reader);
  if (character === ':') return skipTo(reader, reader.at + 1);
  return placed(reader, character === ',' || character === '}' ? reader.at : endOfToken(reader));
}

/** @returns false where it has no end */
function skipTo(reader: Reader, end: number): boolean {
  if (end !== -1) reader.at = end;
  return end !== -1;
}

function placed(reader: Reader, end: number): boolean {
  place(reader, undefined);
  return skipTo(reader, end);
}

function closed(reader: Reader): true {
  close(reader);
  return true;
}

function isWrongBracket(character: string, frame: Frame | undefined): boolean {
  return (character === '}' && frame?.type !== 'object') || (character === ']' && frame?.type !== 'array');
}

/** Behind the comment that begins here, if one does; -1 where it has no end. */
function endOfComment({ text, at, limit }: Reader): number {
  const isLine = text[at] === '#' || text.startsWith('//', at);
  if (!isLine && !text.startsWith('/*', at)) return at;
  const end = isLine ? endOfLine(text, at, limit) : text.indexOf('*/', at + 2) + 2;
  return end === 1 || end > limit ? -1 : end;
}

/** Behind the string in quotes of either kind, or the word; -1 where a string does not end on its line. */
function endOfToken({ text, at, limit }: Reader): number {
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return endOfWord(text, at, limit);
  const last = endOfLine(text, at, limit);
  for (let end = at + 1; end < last; end += 1) {
    if (text[end] === quote) return end + 1;
    if (text[end] === '\\') end += 1;
  }
  return quote === '"' ? -1 : Math.max(at + 1, endOfWord(text, at, limit));
}

function endOfLine(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
}
