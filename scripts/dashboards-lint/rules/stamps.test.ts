import { expect, test } from 'vitest';
import { lintWith, LINKS, OVERVIEW, PROGRESS } from '../fixture/broken.ts';

test.each([
  [OVERVIEW, 'typeMigrationVersion', '10.2.0', 'It is 10.2.0: make it 8.9.0'],
  [PROGRESS, 'typeMigrationVersion', undefined, 'It is missing: make it 8.5.0'],
  [LINKS, 'typeMigrationVersion', '10.1.0', 'It is 10.1.0: leave it out'],
  [PROGRESS, 'coreMigrationVersion', '8.13.0', 'It is 8.13.0: make it 8.8.0'],
])('%s: %s %s', (file, stamp, version, message) => {
  expect(lintWith(file, stamp, version)).toEqual([
    `${file} | ${stamp} | ${message}, which is what Kibana 8.12 migrates from.`,
  ]);
});

test('the version of a panel', () => {
  expect(lintWith(OVERVIEW, 'attributes.panelsJSON.0.version', '9.0.0')).toEqual([
    `${OVERVIEW} | panel ranking, version | It is 9.0.0: make it 8.12.0, which is what Kibana 8.12 migrates from.`,
  ]);
});
