import { cutOff, fault, type Fault } from './fault.ts';

const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})|\\/g;

export type StringReading = { type: 'string'; value: string; end: number };

/** Reads the string whose opening quote is at `start`, in text that ends at `limit`. */
export function readString(text: string, start: number, limit: number): StringReading | Fault {
  let escaped = false;
  for (let at = start + 1; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34 /* " */) return escaped ? unescape(text, start, at + 1) : plain(text, start, at + 1);
    if (code < 32) return fault(at, controlCharacter(code));
    if (code === 92 /* \ */) {
      escaped = true;
      at += 1;
    }
  }
  return cutOff(limit, 'a string');
}

function plain(text: string, start: number, end: number): StringReading {
  return { type: 'string', value: text.slice(start + 1, end - 1), end };
}

function unescape(text: string, start: number, end: number): StringReading | Fault {
  const literal = text.slice(start, end);
  for (const { 0: escape, index } of literal.matchAll(ESCAPE)) {
    if (escape.length > 1) continue;
    const wrong = literal.slice(index, index + (literal[index + 1] === 'u' ? 6 : 2));
    return fault(start + index, `${wrong} is not an escape in JSON: write a backslash as \\\\`);
  }
  return { type: 'string', value: JSON.parse(literal) as string, end };
}

function controlCharacter(code: number): string {
  if (code === 10 || code === 13)
    return 'a line ends inside a string: the closing quote is missing, or write the line end as \\n';
  if (code === 9) return 'there is a tab inside a string: write it as \\t';
  const name = code.toString(16).padStart(4, '0');
  return `the control character U+${name.toUpperCase()} is inside a string: write it as \\u${name}`;
}
