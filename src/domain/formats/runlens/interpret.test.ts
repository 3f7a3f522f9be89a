import { describe, expect, test } from 'vitest';
import { interpretFile } from './interpret.ts';

const context = { path: 'digits/deep/svm-014.json', modifiedAt: '2026-08-09T12:00:00.000Z' };
const run = { schema: 'runlens.run/1', metrics: { validation: { accuracy: 0.9 } } };

function read(value: unknown, path = context.path) {
  return interpretFile(value, { ...context, path });
}

function readRun(parts: Record<string, unknown> = {}, path?: string) {
  const meaning = read({ ...run, ...parts }, path);
  if (meaning.type !== 'run') throw new Error('it is not valid', { cause: meaning });
  return meaning;
}

function problemsOf(value: unknown, path?: string) {
  const meaning = read(value, path);
  return meaning.type === 'invalid' ? meaning.problems : [];
}

describe('recognising', () => {
  test.each([
    [true, { schema: 'runlens.run/1' }],
    [true, { schema: 'runlens.project/1' }],
    [true, { schema: 'runlens.run/7' }],
    [true, { schema: 'runlens.sweep/1' }],
    [false, {}],
    [false, { schema: 'run/1' }],
    [false, { schema: 1 }],
    [false, []],
    [false, null],
    [false, 'runlens.run/1'],
  ])('%s: %j', (is, value) => {
    expect(read(value).type !== 'unrecognised').toBe(is);
  });
});

function messageOf(value: unknown): string {
  const meaning = read(value);
  return meaning.type === 'unrecognised' ? meaning.message : '';
}

describe('a value that is not recognised', () => {
  test.each([[], null, 7, 'text', true, [{ schema: 'runlens.run/1' }]])(
    '%j is no object with a schema',
    (value) => {
      expect(messageOf(value)).toMatch('expected one object with "schema": "runlens.run/1"');
    },
  );

  test.each<[unknown, string]>([
    [{}, 'it has no "schema"'],
    [{ schema: 'other.format/1' }, 'its "schema" is "other.format/1"'],
    [{ schema: null }, 'its "schema" is null'],
    [{ schema: Number.NaN }, 'its "schema" is NaN'],
    [{ schema: 2n ** 64n }, 'its "schema" is 18446744073709551616'],
    [{ schema: ['runlens.run/1'] }, 'its "schema" is ["runlens.run/1"]'],
  ])('%o: %s; and what was looked for', (value, found) => {
    expect(messageOf(value)).toMatch(found);
    expect(messageOf(value)).toMatch('looked for "runlens.run/1" and "runlens.project/1"');
  });

  test('is told in a sentence, however large its schema is', () => {
    const schema = { properties: Array.from({ length: 1000 }, () => 'x') };
    expect(messageOf({ schema }).length).toBeLessThan(250);
  });
});

describe('a schema of runlens', () => {
  test.each(['runlens.run/2', 'runlens.run/10', 'runlens.project/2'])(
    '%s is newer, not garbage',
    (schema) => {
      expect(problemsOf({ schema, anything: 1 })).toEqual([
        {
          path: ['schema'],
          message: expect.stringMatching(/newer than this version of runlens.*update runlens/),
        },
      ]);
    },
  );

  test.each(['runlens.run/0', 'runlens.run/1.1', 'runlens.run', 'runlens.sweep/1', 'runlens.'])(
    '%s is unknown',
    (schema) => {
      expect(problemsOf({ schema })).toEqual([
        {
          path: ['schema'],
          message: `"${schema}" is not a schema of runlens: expected "runlens.run/1" or "runlens.project/1"`,
        },
      ]);
    },
  );
});

describe('the project', () => {
  test('is the first folder, unless the file names one', () => {
    expect(readRun().run.project).toBe('digits');
    expect(readRun({ project: null }).run.project).toBe('digits');
    expect(readRun({ project: 'other' }).run.project).toBe('other');
    expect(readRun({ project: 'other' }, 'svm.json').run.project).toBe('other');
    expect(read({ schema: 'runlens.project/1' }, 'digits/project.json')).toMatchObject({
      project: { project: 'digits' },
    });
  });

  test('is missing where a file lies directly in the watched folder', () => {
    for (const value of [run, { ...run, project: null }, { schema: 'runlens.project/1' }])
      expect(problemsOf(value, 'a.json')).toEqual([
        { path: ['project'], message: expect.stringMatching('directly in the watched folder') },
      ]);
  });
});

describe('what is wrong', () => {
  test('in the shape is told first; then what breaks a rule, together with a missing project', () => {
    expect(problemsOf({ ...run, metrics: {}, tags: 1, run: { seed: 'x' } }).map(({ path }) => path)).toEqual([
      ['run', 'seed'],
    ]);
    expect(problemsOf({ ...run, metrics: {} }, 'a.json').map(({ path }) => path)).toEqual([
      ['metrics'],
      ['project'],
    ]);
  });

  test('comes with the warnings, which may explain it', () => {
    expect(read({ schema: 'runlens.run/1', metrcis: {} })).toMatchObject({
      type: 'invalid',
      problems: [{ path: ['metrics'], message: 'is required' }],
      warnings: [{ path: ['metrcis'], message: expect.stringMatching('did you mean "metrics"') }],
    });
  });

  test('may be any number of things', () => {
    const metrics = Array.from({ length: 200_000 }, () => ({ name: 'a', split: 'b', value: 1 }));
    expect(problemsOf({ ...run, metrics })).toHaveLength(199_999);
  });
});

test('times that look like seconds are warned of', () => {
  expect(readRun({ run: { ended_at: 1_786_284_398 } }).warnings).toEqual([
    { path: ['run', 'ended_at'], message: expect.stringMatching('are these seconds') },
  ]);
  expect(readRun({ run: { ended_at: 1_786_284_398_000 } }).warnings).toEqual([]);
});

describe('rows', () => {
  test('are in the file, or beside it, or nowhere', () => {
    const { rows } = readRun({ images: [{ id: 1 }], series_file: 'series.ndjson' });
    expect(rows.images).toEqual({ type: 'inline' });
    expect(rows.series).toEqual({ type: 'file', file: 'series.ndjson', at: ['series_file'] });
    expect(readRun({ images: null, images_file: null }).rows).toEqual({
      images: { type: 'none' },
      series: { type: 'none' },
    });
    expect(readRun({ images: null, images_file: 'a' }).rows.images).toMatchObject({ file: 'a' });
    expect(readRun({ images: [] }).rows.images).toEqual({ type: 'inline' });
  });

  test('are not in the stored original; all else is, as it was written', () => {
    const rest = { zeta: Number.NaN, hyperparameters: { seed: 2n ** 64n }, alpha: [null] };
    const { original } = readRun({ images: [{ id: 1 }], series: [], series_file: null, ...rest });
    expect(original).toBe(
      '{"schema":"runlens.run/1","metrics":{"validation":{"accuracy":0.9}},"series_file":null,' +
        '"zeta":NaN,"hyperparameters":{"seed":18446744073709551616},"alpha":[null]}',
    );
  });
});
