import { expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { aProject, aRun, defined, scoresOf } from '../../../test/support/domain-values.ts';
import { DERIVATION, derive, settingsFingerprint } from './derived.ts';

function fingerprint(parts: Parameters<typeof aProject>[0]) {
  return settingsFingerprint(aProject(parts), digest);
}

const down = defined({ a: { direction: 'minimize' } });

test('projects that judge alike have one fingerprint', () => {
  expect(fingerprint({ title: 'Digits', description: 'Handwritten.' })).toBe(fingerprint({}));
  const both = { a: { direction: 'minimize' }, b: { optimal: 1 } } as const;
  expect(fingerprint({ definitions: defined({ b: both.b, a: both.a }) })).toBe(
    fingerprint({ definitions: defined(both) }),
  );
  expect(fingerprint({ definitions: defined({ a: { direction: 'minimize', description: 'x' } }) })).toBe(
    fingerprint({ definitions: down }),
  );
});

test('every rule counts', () => {
  const rules = [
    {},
    { primaryMetric: 'a' },
    { primaryImageMetric: 'a' },
    { rankingSplit: 'test' },
    { definitions: down },
    { definitions: defined({ a: { direction: 'maximize' } }) },
    { definitions: defined({ b: { direction: 'minimize' } }) },
    { definitions: defined({ a: { level: 'proxy' } }) },
    { definitions: defined({ a: { optimal: 1 } }) },
    { definitions: defined({ a: { baseline: 1 } }) },
    { definitions: defined({ a: { unit: '1' } }) },
  ] as const;
  expect(new Set(rules.map(fingerprint)).size).toBe(rules.length);
});

test('every metric of a run and of its images has its direction said', () => {
  const run = aRun({
    scores: [...scoresOf('loss', { train: 1, test: 1 }), ...scoresOf('gizmo', { test: 1 })],
  });
  const derived = derive(run, ['iou', 'loss'], aProject({ primaryImageMetric: 'iou' }), digest);
  expect(derived.directions.map(({ name, direction }) => [name, direction])).toEqual([
    ['gizmo', undefined],
    ['iou', 'maximize'],
    ['loss', 'minimize'],
  ]);
  expect(derived.primaryImage).toMatchObject({ from: 'project', metric: { name: 'iou', optimal: 1 } });
});

function primaryImage(images: string[], run?: string, project?: string) {
  return derive(aRun({ primaryImageMetric: run }), images, aProject({ primaryImageMetric: project }), digest)
    .primaryImage;
}

test('the image metric: project, else run, else the only one; without images none', () => {
  expect(primaryImage(['iou', 'dice'], 'dice', 'iou')).toMatchObject({
    from: 'project',
    metric: { name: 'iou' },
  });
  expect(primaryImage(['iou', 'dice'], 'dice')).toMatchObject({ from: 'run', metric: { name: 'dice' } });
  expect(primaryImage(['dice'])).toMatchObject({ from: 'only-metric', metric: { name: 'dice' } });
  expect(primaryImage(['iou', 'dice'])).toBeUndefined();
  expect(primaryImage([], 'dice', 'iou')).toBeUndefined();
});

test('another version of the code derives otherwise, and so has another fingerprint', () => {
  const versions = [DERIVATION, DERIVATION + 1].map((version) =>
    settingsFingerprint(aProject(), digest, version),
  );
  expect(new Set([fingerprint({}), ...versions]).size).toBe(2);
  expect(derive(aRun(), [], aProject(), digest).settings).toBe(versions[0]);
});
