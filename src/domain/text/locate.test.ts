import { describe, expect, test } from 'vitest';
import type { Path } from '../model/problem.ts';
import { parseJson } from './parse.ts';
import { locate, type Located } from './locate.ts';

const run = [
  '{',
  '  "run": {"id": "a"},',
  '  "metrics": {"validation": {"accuracy": NaN, "a.b": -Infinity, "\u{1F600}": "x"}},',
  '  "images": [',
  '    {"id": "one NaN", "metrics": {}},',
  '    {"id": "two", "NaN": [[1, 2], [Infinity, {"deep": 12345678901234567890}]]}',
  '  ]',
  '}',
];

describe('the place of a path', () => {
  const places: [Path, string, number, number][] = [
    [[], '', 1, 1],
    [['run'], 'run', 2, 10],
    [['run', 'id'], 'run.id', 2, 17],
    [['metrics', 'validation', 'accuracy'], 'metrics.validation.accuracy', 3, 42],
    [['metrics', 'validation', 'a.b'], 'metrics.validation["a.b"]', 3, 54],
    [['metrics', 'validation', '\u{1F600}'], 'metrics.validation["\u{1F600}"]', 3, 70],
    [['images', 0], 'images[0]', 5, 5],
    [['images', 0, 'metrics'], 'images[0].metrics', 5, 34],
    [['images', 1, 'NaN', 1, 0], 'images[1].NaN[1][0]', 6, 36],
    [['images', 1, 'NaN', 1, 1, 'deep'], 'images[1].NaN[1][1].deep', 6, 55],
  ];

  test.each(['\n', '\r\n'])('with line ends %j', (lineEnd) => {
    const problems = places.map(([path]) => ({ path, message: 'm' }));
    const expected = places.map(([, path, line, column]) => ({ path, line, column, message: 'm' }));
    expect(locate(run.join(lineEnd), problems)).toStrictEqual(expected);
    expect(locate(`\uFEFF${run.join(lineEnd)}`, problems)).toStrictEqual(expected);
  });

  test.each<[Path, string, number, number]>([
    [['run', 'name'], 'run.name', 2, 10],
    [['code', 'commit'], 'code.commit', 1, 1],
    [['images', 7, 'id'], 'images[7].id', 4, 13],
    [['images', 0, 'id', 'x', 3], 'images[0].id.x[3]', 5, 12],
    [['images', 0, 'metrics', 'iou'], 'images[0].metrics.iou', 5, 34],
    [['images', '0'], 'images["0"]', 4, 13],
    [['run', 0], 'run[0]', 2, 10],
  ])('%j is missing: the place of what it is missing in', (path, written, line, column) => {
    expect(locate(run.join('\n'), [{ path, message: 'm' }])).toStrictEqual([
      { path: written, line, column, message: 'm' },
    ]);
  });

  test('an offset goes before the path', () => {
    expect(
      locate('{"a": 1,\n "a": 2}', [
        { path: ['a'], offset: 10, message: 'm' },
        { path: ['a'], message: 'n' },
      ]),
    ).toStrictEqual([
      { path: 'a', line: 2, column: 2, message: 'm' },
      { path: 'a', line: 1, column: 7, message: 'n' },
    ]);
  });

  test('after an object that was passed over, the walk is still in step', () => {
    const text = '[{"x": {"y": [1, {"z": 2}]}, "w": []}, [[], [3]], 4]';
    expect(locate(text, [{ path: [2], message: 'm' }])).toMatchObject([{ column: 51 }]);
    expect(
      locate(text, [
        { path: [0, 'w'], message: 'm' },
        { path: [1, 1, 0], message: 'm' },
      ]),
    ).toMatchObject([{ column: 35 }, { column: 46 }]);
  });

  test('no problems, no places', () => {
    expect(locate('{}', [])).toStrictEqual([]);
    expect(locate('', [{ path: [], message: 'm' }])).toStrictEqual([{ path: '', message: 'm' }]);
  });

  test('a very large text is searched as well', () => {
    const text = `{"pad":"${'x'.repeat(64 * 1024 * 1024)}",\n"a":1}`;
    expect(
      locate(text, [
        { path: ['a'], message: 'm' },
        { path: ['a'], offset: text.length - 6, message: 'n' },
      ]),
    ).toStrictEqual([
      { path: 'a', line: 2, column: 5, message: 'm' },
      { path: 'a', line: 2, column: 1, message: 'n' },
    ]);
  });
});

/** What is wrong with a text, as it is told. */
function explain(text: string): Located[] {
  const parsed = parseJson(text);
  return parsed.type === 'malformed' ? locate(text, parsed.problems) : [];
}

describe('what is wrong with a text', () => {
  test('is told with its place', () => {
    expect(explain('{\r\n  "a": 1\r\n  "b": [1,]\r\n}')).toStrictEqual([
      { path: 'a', line: 3, column: 3, message: 'a comma is missing before this (a string)' },
      {
        path: 'b[1]',
        line: 3,
        column: 11,
        message: 'the comma before this closing bracket is one too many: remove it',
      },
    ]);
  });

  test('an empty file has no place', () => {
    expect(explain('')).toStrictEqual([{ path: '', message: 'the file is empty' }]);
  });

  test('a truncated file is explained at its end', () => {
    expect(explain('{"a": [1,\n 2')).toStrictEqual([
      {
        path: 'a',
        line: 2,
        column: 3,
        message: 'the file ends in the middle of an array: it is truncated, or still being written',
      },
    ]);
  });

  test('is nothing for a good text', () => {
    expect(explain('[NaN, 12345678901234567890]')).toStrictEqual([]);
  });
});
