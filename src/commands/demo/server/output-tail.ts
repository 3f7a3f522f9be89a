import { stripVTControlCharacters } from 'node:util';

/**
 * The most informative line of a program's output: the first about an error, else the last. The last lines of Maven and
 * Elasticsearch only tell that something failed.
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

/** Keeps the end of a process's output, up to a limit in UTF-16 units. */
export function outputTail(limit = 16_384): { add: (chunk: string) => void; text: () => string } {
  let kept = '';
  return {
    add(chunk) {
      kept = (kept + chunk).slice(-limit);
    },
    text: () => kept,
  };
}
