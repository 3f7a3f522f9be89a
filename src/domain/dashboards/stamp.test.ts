import { expect, test } from 'vitest';
import { versionProblem } from './kibana-version.ts';
import { isMigrated } from './stamp.ts';

test.each([
  ['10.0.0', '9.9.9', true],
  ['8.10.0', '8.9.0', true],
  ['8.9.0', '8.9.0', false],
  ['8.8.9', '8.9.0', false],
  ['10.1.0', undefined, true],
  [undefined, '8.0.0', false],
  ['', undefined, false],
  [undefined, undefined, false],
])('stored %j, sent %j: migrated %j', (stored, sent, expected) => {
  expect(isMigrated(stored, sent)).toBe(expected);
});

test.each(['8.12.0', '8.12.2', '8.19.21', '9.0.0-SNAPSHOT', '10.0.0'])('%s will do', (version) => {
  expect(versionProblem(version)).toBeUndefined();
});

test.each(['8.11.4', '7.17.29', '8.2.0'])('%s is too old', (version) => {
  expect(versionProblem(version)).toMatchObject({
    type: 'too-old',
    reason: expect.stringContaining(version),
  });
});
