import type { TestProject } from 'vitest/node';
import { startElasticsearch } from '../../src/commands/demo/server/start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The release that this project of tests asks for (see vitest.config.ts). */
    elasticsearchVersion: string;
    /** Where it answers. With ELASTICSEARCH_URL set, whatever answers there. */
    elasticsearchUrl: string;
  }
}

/** One server per project of tests, started before the first test and gone after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outcome = await startElasticsearch({
    version: project.getProvidedContext().elasticsearchVersion,
    environment: process.env,
    report: (message) => process.stderr.write(`${message}\n`),
  });
  if (outcome.type === 'start-interrupted') throw new Error('The start of Elasticsearch was interrupted.');
  if (outcome.type === 'server-unavailable') throw new Error(`${outcome.reason} ${outcome.advice}`);
  project.provide('elasticsearchUrl', outcome.server.url);
  return outcome.server.stop;
}
