import { visit, type JSONVisitor } from 'jsonc-parser';
import { endOfWord } from '../../domain/text/read-word.ts';
import { endOfString } from '../../domain/text/scan.ts';

/** Beyond this, looking for places takes seconds: problems are then told without them. */
const LARGEST_WALKED_TEXT = 64 * 1024 * 1024;

/**
 * Walks over JSON text with the library's visitor, which goes on after mistakes and builds no tree. Offsets are
 * those of `text`. A text that is too large is not walked, one that is nested too deeply not to its end.
 */
export function walk(text: string, visitor: JSONVisitor, largest = LARGEST_WALKED_TEXT): void {
  if (text.length > largest) return;
  try {
    visit(blankNonFinite(text), visitor, {
      disallowComments: true,
      allowTrailingComma: false,
      allowEmptyContent: true,
    });
  } catch (error) {
    // The library recurses. What it found before the stack was full is all that can be had.
    if (!(error instanceof RangeError)) throw error;
  }
}

/**
 * The text with NaN, Infinity and -Infinity written as numbers of the same length, which the library knows, and
 * without a byte order mark, which it does not.
 */
function blankNonFinite(text: string): string {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const parts = [' '.repeat(start)];
  let copied = start;
  if (text.includes('NaN') || text.includes('Infinity')) {
    for (let at = start; at < text.length;) {
      const end = text[at] === '"' ? endOfString(text, at) : endOfWord(text, at, text.length);
      if (end === -1) break; // The rest is a string that never ends.
      if (NOT_FINITE.has(text.slice(at, end))) {
        parts.push(text.slice(copied, at), '0'.padEnd(end - at));
        copied = end;
      }
      at = Math.max(end, at + 1);
    }
  }
  return copied === 0 ? text : parts.join('') + text.slice(copied);
}

const NOT_FINITE = new Set(['NaN', 'Infinity', '-Infinity']);
