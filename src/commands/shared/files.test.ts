import { expect, test } from 'vitest';
import { errorLines, fieldOf } from './files.ts';

const inSideFile = { path: 'metrics.iou', file: 'p/a.ndjson', line: 2, column: 9, message: 'is no number' };

test('what is wrong in a side file stands at its place, as the user would write it, with the run', () => {
  const file = {
    path: 'r/p/a.json',
    errors: [inSideFile, { path: 'run.id', line: 3, message: 'is required' }],
  };
  expect(errorLines([{ ...file, more: 0, shown: (path) => `r/${path}` }])).toBe(
    [
      'r/p/a.ndjson:2:9  metrics.iou  error: is no number, in the rows of r/p/a.json',
      'r/p/a.json:3      run.id       error: is required',
      '',
    ].join('\n'),
  );
  expect(errorLines([{ ...file, more: 0 }])).toMatch(/^p\/a\.ndjson:2:9 /);
});

test.each([
  [inSideFile, 'p/a.ndjson:2 metrics.iou'],
  [{ path: '', file: 'p/a.ndjson', message: 'is empty' }, 'p/a.ndjson'],
  [{ path: 'run.id', line: 3, message: 'is required' }, 'run.id'],
])('%j: the field alone', (message, field) => {
  expect(fieldOf(message)).toBe(field);
});
