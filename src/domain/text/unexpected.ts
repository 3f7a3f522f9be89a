import { quoted } from './number.ts';
import { endOfWord } from './read-word.ts';

/** What may come next in JSON text. */
export type Expectation = 'value' | 'first-item' | 'key' | 'first-key' | 'colon' | 'after-value';

/** A place in a text that ends at `limit`, and what is expected there inside `container` (none: at the root). */
type Place = {
  text: string;
  at: number;
  limit: number;
  expectation: Expectation;
  container: 'object' | 'array' | undefined;
};

/** Says what is wrong with what is there instead. */
export function unexpected({ text, at, limit, expectation, container }: Place): string {
  const found = describe(text, at, limit);
  const code = text[at] ?? '';
  if (code === '#' || text.startsWith('//', at) || text.startsWith('/*', at))
    return 'comments are not JSON: remove this one';
  if (code === "'") return 'text needs double quotes in JSON, not single ones';
  switch (expectation) {
    case 'first-key':
    case 'key':
      if (code === '}') return TRAILING_COMMA;
      if (code === ',') return 'there is a comma too many here: remove it';
      return `expected a key in double quotes, found ${found}`;
    case 'colon':
      return `a colon is missing between the key and its value: found ${found}`;
    case 'after-value':
      if (container === undefined)
        return `the file goes on after the end of its JSON value, with ${found}: a file holds one value`;
      if (!/[\]},:]/.test(code)) return `a comma is missing before this (${found})`;
      return `expected a comma or the end of the ${container} (${container === 'array' ? ']' : '}'}), found ${found}`;
    case 'first-item':
    case 'value':
      break;
  }
  if (container === 'array' && code === ']') return TRAILING_COMMA;
  return container === 'object'
    ? `a value is missing after the colon: found ${found}`
    : `a value is missing here: found ${found}`;
}

const TRAILING_COMMA = 'the comma before this closing bracket is one too many: remove it';

function describe(text: string, at: number, limit: number): string {
  const code = text.codePointAt(at) ?? 0;
  if (code === 0) return 'a zero byte';
  if (isInvisible(text, at)) return `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code === 34) return 'a string';
  const end = endOfWord(text, at, Math.min(limit, at + 100));
  return JSON.stringify(end === at ? String.fromCodePoint(code) : quoted(text.slice(at, end)));
}

/** Blanks and invisible characters, such as the no-break space, would be shown as nothing. */
export function isInvisible(text: string, at: number): boolean {
  return /[\p{C}\p{Z}]/u.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}
