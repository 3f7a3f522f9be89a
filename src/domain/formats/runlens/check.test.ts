import { describe, expect, test } from 'vitest';
import { formatPath } from '../../text/path.ts';
import { check } from './check.ts';
import { ImageRow, Project, Run, SeriesRow } from './schema.ts';

function told(found: { path: readonly (string | number)[]; message: string }[]) {
  return found.map(({ path, message }) => `${formatPath(path)}: ${message}`);
}

const run = { schema: 'runlens.run/1', metrics: { validation: { accuracy: 0.9 } } };

function problemsOf(parts: Record<string, unknown>) {
  return told(check(Run, { ...run, ...parts }).problems);
}

function warningsOf(parts: Record<string, unknown>) {
  const { problems, warnings } = check(Run, { ...run, ...parts });
  expect(problems).toEqual([]);
  return told(warnings);
}

test('what the contract says is good has neither problems nor warnings', () => {
  const everything = {
    schema: 'runlens.run/1',
    project: 'digits',
    run: {
      id: 'a',
      name: 'A',
      group: 'sweep',
      status: 'completed',
      started_at: '2026-08-09T12:00:00Z',
      ended_at: 1_786_284_398_181,
      seed: 2n ** 63n,
      author: 'a',
      host: 'h',
      command: 'c',
      notes: 'n',
      tags: ['x'],
    },
    code: { repository: 'r', commit: 'c', branch: 'b', dirty: true, version: '1' },
    dataset: { name: 'd', version: '1', splits: { train: { size: 10 } } },
    environment: { python: { version: [3, 12] } },
    hyperparameters: { lr: Number.NaN, deep: { nested: { list: [null, 2n ** 80n] } } },
    metrics: [{ name: 'mape', split: 'test', value: -Infinity, entity: 'a', step: 3 }],
    primary_metric: 'mape',
    primary_image_metric: 'iou',
    metric_definitions: {
      mape: { direction: 'minimize', level: 'business', optimal: 0, baseline: 1, unit: '%' },
    },
    images: [],
    series_file: 'series.ndjson',
    artifacts: [{ name: 'm', uri: 's3://b/m', kind: 'model', media_type: 'x/y', bytes: 1, sha256: 'f' }],
  };
  expect(check(Run, everything)).toEqual({ problems: [], warnings: [] });
});

function nothing(keys: string) {
  return Object.fromEntries(keys.split(' ').map((key) => [key, null]));
}

test('null at a key that may be left out says the same as leaving it out', () => {
  const identity = 'id name group status started_at ended_at seed author host command notes tags';
  const definition = 'direction level optimal baseline unit description';
  for (const parts of [
    nothing(
      'project run code dataset environment hyperparameters primary_metric primary_image_metric ' +
        'metric_definitions images images_file series series_file artifacts',
    ),
    { run: nothing(identity) },
    { code: nothing('repository commit branch dirty version') },
    { dataset: nothing('name version splits') },
    { dataset: { splits: { train: nothing('size') } } },
    { metric_definitions: { a: nothing(definition) } },
    { artifacts: [{ name: 'a', uri: 'b', ...nothing('kind media_type bytes sha256') }] },
    { metrics: [{ name: 'a', split: 'b', value: 1, ...nothing('entity step') }] },
  ])
    expect([problemsOf(parts), warningsOf(parts)]).toEqual([[], []]);
  const row = {
    id: 'a',
    split: 'val',
    metrics: {},
    ...nothing('label prediction attributes input target output'),
  };
  expect(check(ImageRow, row)).toEqual({ problems: [], warnings: [] });
  const series = {
    name: 'a',
    split: 'val',
    timestamps: [],
    ...nothing('entity target prediction lower upper'),
  };
  expect(check(SeriesRow, series)).toEqual({ problems: [], warnings: [] });
  const project = nothing(
    'project title description primary_metric primary_image_metric ranking_split metrics',
  );
  expect(check(Project, { schema: 'runlens.project/1', ...project })).toEqual({ problems: [], warnings: [] });
});

describe('keys that the format does not name', () => {
  test('are warned of, with the nearest known key', () => {
    expect(
      warningsOf({
        hyperparams: {},
        metricss: 1,
        zzz: null,
        run: { nmae: 'x' },
        dataset: { splits: { train: { sizes: 3 } } },
        metric_definitions: { accuracy: { baselin: 1 } },
        artifacts: [{ name: 'a', uri: 'b', sha: 'x' }],
      }),
    ).toEqual([
      'run.nmae: "nmae" is not a key of the format, so nothing reads it: did you mean "name"?',
      'dataset.splits.train.sizes: "sizes" is not a key of the format, so nothing reads it: did you mean "size"?',
      'metric_definitions.accuracy.baselin: "baselin" is not a key of the format, so nothing reads it: did you mean "baseline"?',
      'artifacts[0].sha: "sha" is not a key of the format, so nothing reads it',
      'hyperparams: "hyperparams" is not a key of the format, so nothing reads it: did you mean "hyperparameters"?',
      'metricss: "metricss" is not a key of the format, so nothing reads it: did you mean "metrics"?',
      'zzz: "zzz" is not a key of the format, so nothing reads it',
    ]);
  });

  test('are warned of inside the rows of metrics, too', () => {
    const metrics = [{ name: 'a', split: 'val', value: 1, entiti: 'x' }];
    expect(warningsOf({ metrics })).toEqual([
      'metrics[0].entiti: "entiti" is not a key of the format, so nothing reads it: did you mean "entity"?',
    ]);
  });

  test('are free where everything is kept', () => {
    expect(warningsOf({ environment: { a: 1 }, hyperparameters: { b: { c: 2 } } })).toEqual([]);
  });
});

describe('what is wrong is named with its place', () => {
  test.each<[Record<string, unknown>, string[]]>([
    [{ metrics: undefined }, ['metrics: is required']],
    [{ metrics: null }, ['metrics: expected an object or a list, found null']],
    [{ metrics: 'x' }, ['metrics: expected an object or a list, found the text "x"']],
    [
      { metrics: { validation: { accuracy: '0.9', loss: null } } },
      [
        'metrics.validation.accuracy: expected a number, found the text "0.9" (without quotes it is a number)',
        'metrics.validation.loss: expected a number, found null',
      ],
    ],
    [{ metrics: { validation: 0.9 } }, ['metrics.validation: expected an object, found 0.9']],
    [
      { metrics: { validation: { accuracy: [1] } } },
      ['metrics.validation.accuracy: expected a number, found a list'],
    ],
    [
      { metrics: [{ name: 'a', split: '', value: true }, 7, {}] },
      [
        'metrics[0].split: must not be empty',
        'metrics[0].value: expected a number, found true',
        'metrics[1]: expected an object, found 7',
        'metrics[2].name: is required',
        'metrics[2].split: is required',
        'metrics[2].value: is required',
      ],
    ],
    [
      { metrics: { '': { accuracy: 1 } } },
      ['metrics[""]: has a name that is empty or longer than 1000 characters'],
    ],
    [{ run: [] }, ['run: expected an object, found a list']],
    [
      { run: { status: 'done' } },
      ['run.status: expected "completed" or "running" or "failed" or "interrupted", found the text "done"'],
    ],
    [
      { run: { seed: 1.5, tags: 'x', id: 7 } },
      [
        'run.id: expected a string, found 7',
        'run.seed: expected a whole number, found 1.5',
        'run.tags: expected a list, found the text "x"',
      ],
    ],
    [
      { run: { ended_at: '2026-08-09T12:00:00' } },
      [
        'run.ended_at: "2026-08-09T12:00:00" has no time zone: add Z or an offset, as in 2026-08-09T12:00:00Z or 2026-08-09T12:00:00+02:00',
      ],
    ],
    [{ project: 'x'.repeat(1001) }, ['project: must have at most 1000 characters']],
    [{ code: { dirty: 'yes' } }, ['code.dirty: expected a boolean, found the text "yes"']],
    [
      { dataset: { splits: { train: { size: -1 } } } },
      ['dataset.splits.train.size: must be at least 0, found -1'],
    ],
    [
      { dataset: { splits: { train: { size: 1.5 } } } },
      ['dataset.splits.train.size: expected a whole number, found 1.5'],
    ],
    [{ artifacts: [{ name: 'a' }] }, ['artifacts[0].uri: is required']],
    [{ hyperparameters: [] }, ['hyperparameters: expected an object, found a list']],
    [
      { metric_definitions: { a: { direction: 'up', optimal: '1' } } },
      [
        'metric_definitions.a.direction: expected "maximize" or "minimize", found the text "up"',
        'metric_definitions.a.optimal: expected a number, found the text "1" (without quotes it is a number)',
      ],
    ],
  ])('%j', (parts, problems) => {
    expect(problemsOf(parts)).toEqual(problems);
  });

  test('below the place where the value itself stands', () => {
    const { problems } = check(ImageRow, { id: 7, split: 'val', metrics: {} }, ['images', 3]);
    expect(told(problems)).toEqual(['images[3].id: expected a string, found 7']);
  });

  test('and long keys are cut', () => {
    const { warnings } = check(Run, { ...run, [`${'x'.repeat(59)}😀${'x'.repeat(80_000)}`]: 1 });
    expect(warnings.map(({ message }) => message)).toEqual([
      `"${'x'.repeat(59)}…" is not a key of the format, so nothing reads it`,
    ]);
  });

  test('and long texts are cut', () => {
    const [problem = ''] = problemsOf({ run: 'x'.repeat(10_000) });
    expect(problem).toMatch(/^run: expected an object, found the text "x{40}…"$/);
  });
});
