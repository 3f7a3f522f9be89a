import { stripVTControlCharacters } from 'node:util';

/**
 * The one line of a program's output that says most: the first that speaks of an error, else the last.
 * Maven and Elasticsearch both end with lines that say only that something failed.
 */
export function tellingLine(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at |^\.\.\. \d+ more/.test(line));
  const error = lines.find((line) => /\[(?:ERROR|FATAL)\s*\]|(?:Error|Exception|ERROR|error): /.test(line));
  const line = error ?? lines.at(-1) ?? 'it printed nothing';
  return line.replace(/^\[ERROR\]\s*/, '').slice(0, 400);
}

/** Keeps the end of what a process prints, however much that is. */
export function outputTail(limit = 16_384): { add: (chunk: string) => void; text: () => string } {
  let kept = '';
  return {
    add(chunk) {
      kept = (kept + chunk).slice(-limit);
    },
    text: () => kept,
  };
}
