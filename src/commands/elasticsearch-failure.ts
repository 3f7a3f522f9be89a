import type { ElasticsearchFailure } from '../domain/outcome.ts';
import type { Report } from '../output/report.ts';

/** A failed request as the end of a command: it could not do what was asked. */
export function couldNot(what: string, { reason }: ElasticsearchFailure): Report {
  return { type: 'failure', failure: { what, why: reason } };
}
