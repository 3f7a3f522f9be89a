/**
 * Why a request to Elasticsearch failed.
 *
 * | type | what happened | asking again |
 * |---|---|---|
 * | `unreachable` | no connection: refused, reset, name not found | may help |
 * | `timeout` | connected, but no answer in time | may help |
 * | `unavailable` | answered that it cannot right now: starting, no master, 5xx, a proxy in its place | may help |
 * | `too-many-requests` | pushes back (429) | helps, later |
 * | `blocked` | a cluster or index block, such as a full disk or a read-only index | once an operator has lifted it |
 * | `unauthorized` | credentials missing or refused (401) | once they were changed |
 * | `forbidden` | known, but not allowed (403) | once the privilege was granted |
 * | `tls` | certificate or protocol mismatch | once the configuration was changed |
 * | `not-elasticsearch` | something else answers at this address | once the configuration was changed |
 * | `not-found` | what was asked for does not exist (404) | no |
 * | `too-large` | the request's body is over the limit (413) | in smaller parts |
 * | `bad-request` | understood and refused (any other 4xx) | no |
 */
export type ElasticsearchFailureType =
  | 'unreachable'
  | 'timeout'
  | 'unavailable'
  | 'too-many-requests'
  | 'blocked'
  | 'unauthorized'
  | 'forbidden'
  | 'tls'
  | 'not-elasticsearch'
  | 'not-found'
  | 'too-large'
  | 'bad-request';

/** A failed request. `reason` is a sentence for people; it holds no request body and no credentials. */
export type ElasticsearchFailure = {
  type: ElasticsearchFailureType;
  /** The HTTP status, where there was an answer. */
  status?: number;
  /** Elasticsearch's own name of the error, such as `index_not_found_exception`. */
  exception?: string;
  reason: string;
};

/** The outcome of a request: its value, or why there is none. */
export type Attempt<Value> = { type: 'ok'; value: Value } | ElasticsearchFailure;
