import { expect, it } from 'vitest';
import { chooseFormat, chooseWidth } from './format.ts';
import { renderJson } from './json.ts';

it('is a table on a terminal and JSON in a pipe unless said', () => {
  expect(chooseFormat(undefined, true)).toBe('table');
  expect(chooseFormat(undefined, false)).toBe('json');
  expect(chooseFormat('csv', true)).toBe('csv');
  expect(chooseFormat('table', false)).toBe('table');
});

it.each([
  [{ isTTY: true, columns: 60 }, { COLUMNS: '70' }, 60],
  [{ isTTY: true, columns: 0 }, {}, undefined],
  [{ isTTY: false }, {}, Infinity],
  [{}, { COLUMNS: '' }, Infinity],
  [{}, { COLUMNS: 'wide' }, Infinity],
  [{}, { COLUMNS: '0' }, Infinity],
  [{}, { COLUMNS: '70' }, 70],
])('a table on %j, with %j in the environment, is %s wide', (stream, environment, width) => {
  expect(chooseWidth(stream, environment)).toBe(width);
});

it('writes JSON with two spaces and a final newline', () => {
  expect(renderJson({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}\n');
});
