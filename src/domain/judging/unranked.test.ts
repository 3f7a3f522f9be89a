import { describe, expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { aProject, aRun, defined, scoresOf } from '../../../test/support/domain-values.ts';
import { derive } from './derived.ts';
import type { Project, Run } from '../model/run.ts';
import { unrankedWarnings } from './unranked.ts';

function warnings(
  run: Partial<Run>,
  { images = [], project = {} }: { images?: string[]; project?: Partial<Project> } = {},
) {
  return unrankedWarnings(derive(aRun(run), images, aProject(project), digest), images);
}

const two = { scores: [...scoresOf('a', { validation: 1 }), ...scoresOf('b', { validation: 1 })] };

describe('the run', () => {
  test('that ranks needs no warning', () => {
    expect(warnings({})).toEqual([]);
  });

  test.each<[string, RegExp, Partial<Run>]>([
    ['primary_metric', /several metrics, and neither it nor its project/, two],
    ['metrics', /no "accuracy" on split "validation"/, { scores: scoresOf('accuracy', { train: 1 }) }],
    [
      'metrics',
      /"accuracy" on split "validation" is not finite/,
      {
        scores: scoresOf('accuracy', { validation: undefined }),
      },
    ],
    [
      'metric_definitions',
      /nothing says whether "gizmo" is to be maximized or minimized/,
      {
        scores: scoresOf('gizmo', { validation: 1 }),
      },
    ],
  ])('that does not says at %s why: %s', (path, message, run) => {
    expect(warnings(run)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  test.each(['running', 'failed', 'interrupted'] as const)('that is %s needs none by design', (status) => {
    expect(warnings({ status })).toEqual([]);
    expect(warnings({ status, scores: [] })).toEqual([]);
    expect(warnings({ status, ...two })).toEqual([]);
  });
});

describe('its images', () => {
  test('rank by the only metric they have', () => {
    expect(warnings({}, { images: ['iou'] })).toEqual([]);
  });

  test.each<[string, RegExp, string[], Partial<Project>]>([
    ['primary_image_metric', /several metrics, and neither the run nor its project/, ['iou', 'dice'], {}],
    ['metric_definitions', /whether "gizmo" is to be maximized or minimized/, ['gizmo'], {}],
    [
      'primary_image_metric',
      /none of them has "dice" \(they have iou\)/,
      ['iou'],
      { primaryImageMetric: 'dice' },
    ],
  ])('or say at %s why not: %s', (path, message, images, project) => {
    expect(warnings({}, { images, project })).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  test('have a direction when the project declares one', () => {
    const project = { definitions: defined({ gizmo: { direction: 'minimize' } }) };
    expect(warnings({}, { images: ['gizmo'], project })).toEqual([]);
  });

  test('that do not exist need no warning', () => {
    expect(warnings({}, { project: { primaryImageMetric: 'dice' } })).toEqual([]);
  });
});
