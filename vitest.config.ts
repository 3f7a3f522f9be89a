import { defineConfig } from 'vitest/config';

/** Faults whose outcome depends on the server; those of the file system alone are shown on one of them. */
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

/** One project per Elasticsearch release: the same tests, another server. */
const integration = (name: string, version: string, groupOrder: number, faults: readonly string[]) => ({
  test: {
    name,
    include: ['integration/**/*', 'e2e/**/*', ...faults.map((fault) => `faults/${fault}`)].map(
      (path) => `test/${path}.test.ts`,
    ),
    globalSetup: ['test/support/setup-elasticsearch.ts'],
    provide: { elasticsearchVersion: version },
    // One project after the other: time limits are for a machine that does not run all at once.
    sequence: { groupOrder },
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/command/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      integration('elasticsearch-9', '9.2.8', 1, ['*']),
      integration('elasticsearch-8', '8.19.21', 2, CORE_FAULTS),
    ],
  },
});
