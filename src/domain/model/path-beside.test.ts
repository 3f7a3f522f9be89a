import { expect, test } from 'vitest';
import { leavesFolder, pathBeside } from './path-beside.ts';

test.each([
  ['rows.ndjson', 'p/run.json', 'p/rows.ndjson', false],
  ['rows.ndjson', 'run.json', 'rows.ndjson', false],
  ['.\\rows\\..\\a.ndjson', 'p/q/run.json', 'p/q/a.ndjson', false],
  ['../a.ndjson', 'p/run.json', 'a.ndjson', false],
  ['..a/b', 'p/run.json', 'p/..a/b', false],
  ['../..', 'p/run.json', '..', true],
  ['../../a', 'p/run.json', '../a', true],
  ['a/../../../b', 'p/run.json', '../b', true],
  // It would come back, but what the folder above is called is nobody's business.
  ['../../watched/p/a', 'p/run.json', '../watched/p/a', true],
])('%j in %s is %s', (reference, file, path, leaves) => {
  expect(pathBeside(file, reference)).toBe(path);
  expect(leavesFolder(path)).toBe(leaves);
});
