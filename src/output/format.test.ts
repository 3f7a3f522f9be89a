import { expect, it } from 'vitest';
import { chooseFormat } from './format.ts';
import { renderJson } from './json.ts';

it('is a table on a terminal and JSON in a pipe unless said', () => {
  expect(chooseFormat(undefined, true)).toBe('table');
  expect(chooseFormat(undefined, false)).toBe('json');
  expect(chooseFormat('csv', true)).toBe('csv');
  expect(chooseFormat('table', false)).toBe('table');
});

it('writes JSON with two spaces and a final newline', () => {
  expect(renderJson({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}\n');
});
