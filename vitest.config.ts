import { defineConfig } from 'vitest/config';

/** Faults whose outcome depends on the server. Those of the file system alone are tested on one release. */
const CORE_FAULTS = [
  'broken-answers',
  'conflicts',
  'damaged-ledger',
  'kill-at-point',
  'kill-at-random',
  'overload',
  'pauses',
  'poison',
  'several-daemons',
  'stop',
];

const ELASTICSEARCH_9 = '9.2.8';
const ELASTICSEARCH_8 = '8.19.21';

const QUESTIONS = ['integration/*', 'e2e/*'];

/**
 * Tests that need an Elasticsearch: the same tests run against another release in another project.
 *
 * @param folders of `test/`, or files in them without their ending
 */
function onServer(name: string, version: string, groupOrder: number, folders: readonly string[]) {
  return {
    test: {
      name,
      include: folders.map((path) => `test/${path}.test.ts`),
      globalSetup: ['test/support/setup-elasticsearch.ts'],
      provide: { elasticsearchVersion: version },
      // One project after the other: time limits are for a machine that does not run all at once.
      sequence: { groupOrder },
      testTimeout: 180_000,
      hookTimeout: 300_000,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/{command,support}/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      // The first two are `npm test`, the others `npm run test:rest`.
      onServer('elasticsearch-9', ELASTICSEARCH_9, 1, QUESTIONS),
      onServer('faults', ELASTICSEARCH_9, 2, ['faults/*']),
      onServer('elasticsearch-8', ELASTICSEARCH_8, 3, [
        ...QUESTIONS,
        ...CORE_FAULTS.map((fault) => `faults/${fault}`),
      ]),
    ],
  },
});
