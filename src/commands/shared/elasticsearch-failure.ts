import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Report } from '../../output/report.ts';

/** A failed request as the end of a command: it could not do what was asked. */
export function couldNot(what: string, { reason }: ElasticsearchFailure): Report {
  return { type: 'failure', failure: { what, why: reason } };
}

/** The same for what reads the indices: without them, nothing was ever put into them. */
export function couldNotRead(what: string, failure: ElasticsearchFailure): Report {
  if (!isWithoutIndices(failure)) return couldNot(what, failure);
  return { type: 'failure', failure: { what, why: NOTHING_YET, advice: INGEST_FIRST } };
}

export const NOTHING_YET = 'nothing has been ingested under this prefix yet';
export const INGEST_FIRST = 'Run "runlens ingest FOLDER" first, or name the right prefix with --prefix.';

/** Whether a request failed because the indices of this prefix are not there. */
export function isWithoutIndices({ exception }: ElasticsearchFailure): boolean {
  return exception === 'index_not_found_exception';
}
