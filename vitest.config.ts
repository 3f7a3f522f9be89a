import { defineConfig } from 'vitest/config';

/** One project per Elasticsearch release: the same tests, another server. */
const integration = (name: string, version: string) => ({
  test: {
    name,
    include: ['integration', 'e2e', 'faults'].map((folder) => `test/${folder}/**/*.test.ts`),
    globalSetup: ['test/support/setup-elasticsearch.ts'],
    provide: { elasticsearchVersion: version },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      integration('elasticsearch-9', '9.2.8'),
      integration('elasticsearch-8', '8.19.21'),
    ],
  },
});
