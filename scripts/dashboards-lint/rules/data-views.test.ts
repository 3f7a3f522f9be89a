import { expect, test } from 'vitest';
import { EXPERIMENTS, lintWith } from '../fixture/broken.ts';

test('runtime fields', () => {
  expect(lintWith(EXPERIMENTS, 'attributes.runtimeFieldMap', { link: { type: 'keyword' } })).toEqual([
    `${EXPERIMENTS} | runtimeFieldMap | link: runtime fields need scripts, index the field.`,
  ]);
});

test('scripted fields', () => {
  expect(lintWith(EXPERIMENTS, 'attributes.fields', [{ name: 'x', scripted: true }])).toEqual([
    `${EXPERIMENTS} | fields | It lists fields, which Kibana finds out itself; scripted ones need scripts: make it [].`,
  ]);
});

test('a data view that needs its index', () => {
  expect(lintWith(EXPERIMENTS, 'attributes.allowNoIndex', undefined)).toEqual([
    `${EXPERIMENTS} | allowNoIndex | It must be true, so that the data view can be there before its index.`,
  ]);
});
