import { describe, expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { aProject, aRun, defined, scoresOf } from '../../../test/support/domain-values.ts';
import { safeFieldNames } from '../model/field-name.ts';
import { effectiveMetric } from '../judging/definition.ts';
import type { Image, Project, Run } from '../model/run.ts';
import { derive } from '../judging/derived.ts';
import { imageDocument, imagePrimary, originalMetrics, pointDocument, scoreDocuments } from './rows.ts';

function contextOf(run: Partial<Run> = {}, project: Partial<Project> = {}, images: string[] = ['iou']) {
  const [wholeRun, wholeProject] = [aRun(run), aProject(project)];
  const derived = derive(wholeRun, images, wholeProject, digest);
  const metricFields = safeFieldNames(images);
  return { run: wholeRun, project: wholeProject, derived, revision: 'r1', digest, metricFields };
}

function bodies(documents: { body: object }[]): unknown {
  return JSON.parse(JSON.stringify(documents.map(({ body }) => body)));
}

function anImage(parts: Partial<Image> = {}): Image {
  return {
    id: 'images/7.png',
    split: 'validation',
    metrics: new Map([['iou', 0.5]]),
    nonfinite: [],
    attributes: new Map(),
    ...parts,
  };
}

const reference = {
  key: 'ScBMsmS6sUUw96vrpTLhYo',
  id: 'svm-014',
  name: 'svm-014',
  label: 'svm-014 (digits)',
  ended_at: '2026-08-09T12:10:00.000Z',
};

test('a score says what it is of, which way is better, and whether it is the primary one', () => {
  const scores = [
    { metric: 'mape', split: 'test', entity: 'vendor 7', step: 3, value: 0.2 },
    ...scoresOf('gizmo', { test: undefined }),
  ];
  const project = { primaryMetric: 'mape', definitions: defined({ mape: { level: 'business' } }) };
  expect(bodies(scoreDocuments(contextOf({ scores }, project)))).toEqual([
    {
      project: 'digits',
      run: { ...reference, status: 'completed' },
      split: 'test',
      metric: 'mape',
      entity: 'vendor 7',
      value: 0.2,
      step: 3,
      direction: 'minimize',
      level: 'business',
      score: -0.2,
      is_primary: true,
      revision: 'r1',
    },
    {
      project: 'digits',
      run: { ...reference, status: 'completed' },
      split: 'test',
      metric: 'gizmo',
      is_primary: false,
      revision: 'r1',
    },
  ]);
});

describe('an image', () => {
  test('lies with its run, and has its metrics under safe names with the way back', () => {
    const metrics = new Map([
      ['mAP50-95(B)', 0.25],
      ['iou', 0.5],
    ]);
    const attributes = new Map<string, string | number | boolean>([
      ['area (px)', 12],
      ['day', 'Monday'],
      ['crowd', true],
    ]);
    const document = imageDocument(
      anImage({ metrics, attributes, label: '7', prediction: '1', output: 'o.png', nonfinite: ['dice'] }),
      contextOf({}, { primaryImageMetric: 'iou' }),
    );
    expect(document).toMatchObject({
      index: 'images',
      routing: reference.key,
      id: `${reference.key}10:validationimages/7.png`,
    });
    expect(bodies([document])).toEqual([
      {
        project: 'digits',
        run: reference,
        split: 'validation',
        id: 'images/7.png',
        label: '7',
        prediction: '1',
        is_correct: false,
        attributes: {
          pairs: ['crowd=true', 'day=Monday'],
          number: { area_px: 12 },
          keyword: { day: 'Monday', crowd: 'true' },
        },
        metrics: { mAP50_95_B: 0.25, iou: 0.5 },
        metric_names: { mAP50_95_B: 'mAP50-95(B)' },
        nonfinite: ['dice'],
        primary: { metric: 'iou', direction: 'maximize', value: 0.5, score: 0.5 },
        output: 'o.png',
        revision: 'r1',
      },
    ]);
    const { metrics: fields, metric_names: names } = document.body as {
      metrics: Record<string, number>;
      metric_names: Record<string, string>;
    };
    expect(originalMetrics(fields, names)).toEqual(metrics);
  });

  test('has a metric in the field that all images of its run have it in, whichever others it has', () => {
    const context = contextOf({}, {}, ['iou_cat', 'iou/cat', 'constructor']);
    const fieldsOf = (...names: string[]) =>
      imageDocument(anImage({ metrics: new Map(names.map((name) => [name, 0.5])) }), context).body['metrics'];
    expect(fieldsOf('iou_cat', 'iou/cat')).toEqual({ iou_cat: 0.5, iou_cat_2: 0.5 });
    expect(fieldsOf('iou/cat')).toEqual({ iou_cat_2: 0.5 });
  });

  test('gives back the names of metrics that every object has a member of', () => {
    expect(originalMetrics({ constructor: 1, toString: 2 })).toEqual(
      new Map([
        ['constructor', 1],
        ['toString', 2],
      ]),
    );
  });

  test.each([
    ['7', '7', true],
    ['7', '1', false],
    ['7', undefined, undefined],
    [undefined, '7', undefined],
  ])('labelled %s and predicted %s: correct is %s', (label, prediction, correct) => {
    expect(imageDocument(anImage({ label, prediction }), contextOf()).body['is_correct']).toBe(correct);
  });

  test('ranks by the score of its primary metric; what there is not is null, so that an update takes it away', () => {
    const error = effectiveMetric('mae', new Map(), new Map());
    expect(imagePrimary(new Map([['mae', 2]]), error)).toEqual({
      metric: 'mae',
      direction: 'minimize',
      value: 2,
      score: -2,
    });
    expect(imagePrimary(new Map(), error)).toMatchObject({ metric: 'mae', value: null, score: null });
    expect(imagePrimary(new Map([['x', 2]]), { name: 'x' })).toEqual({
      metric: 'x',
      direction: null,
      value: 2,
      score: null,
    });
    expect(imagePrimary(new Map([['mae', 2]]), undefined)).toBeNull();
  });
});

describe('a point', () => {
  const point = { name: 'demand', split: 'test', timestamp: '2026-08-09T00:00:00.000Z' };

  test('has an error where it has a target and a prediction', () => {
    const document = pointDocument({ ...point, entity: 'a', target: 5, prediction: 3 }, contextOf());
    expect(bodies([document])).toEqual([
      {
        project: 'digits',
        run: reference,
        ...point,
        entity: 'a',
        target: 5,
        prediction: 3,
        error: -2,
        absolute_error: 2,
        revision: 'r1',
      },
    ]);
  });

  test('has none otherwise', () => {
    for (const one of [{ target: 5 }, { prediction: 5 }]) {
      const { body } = pointDocument({ ...point, ...one }, contextOf());
      expect([body['error'], body['absolute_error']]).toEqual([undefined, undefined]);
    }
  });
});
