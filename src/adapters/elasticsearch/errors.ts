import { errors } from '@elastic/elasticsearch';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { isTlsProblem, reasonIn } from '../http.ts';
import { responseFailure } from './response-failure.ts';

function connectionFailure(message: string): ElasticsearchFailure {
  const said = reasonIn(message);
  if (isTlsProblem(message)) {
    return {
      type: 'tls',
      reason:
        `No secure connection to Elasticsearch: ${said}. Check that the URL begins with https: only if the server ` +
        'speaks it, that its host is the one in the certificate, and that ELASTICSEARCH_CA_FILE is the authority that signed it.',
    };
  }
  if (/(headers|body) timeout/i.test(message)) return timeout();
  return {
    type: 'unreachable',
    reason:
      `No connection to Elasticsearch: ${said}. Check that it runs and that ELASTICSEARCH_URL is its address, ` +
      'with https: if it wants that.',
  };
}

function timeout(): ElasticsearchFailure {
  return {
    type: 'timeout',
    reason:
      'Elasticsearch did not answer in time. It may be overloaded, or something between it and here is silent.',
  };
}

/** The error without the request that the client attaches to it, which must not be logged. */
function withoutPayload(error: errors.ElasticsearchClientError): Error {
  const bare = new Error(error.message);
  bare.name = error.name;
  if (error.stack !== undefined) bare.stack = error.stack;
  return bare;
}

/**
 * The failure that an error thrown by the client means.
 *
 * @throws if the error is a bug, with the original as cause
 */
export function toFailure(error: unknown): ElasticsearchFailure {
  if (error instanceof errors.ResponseError) return responseFailure(error.meta);
  if (error instanceof errors.TimeoutError) return timeout();
  if (error instanceof errors.ConnectionError) return connectionFailure(error.message);
  if (error instanceof errors.NoLivingConnectionsError) return connectionFailure('no node is left to ask');
  if (error instanceof errors.ProductNotSupportedError) {
    return {
      type: 'not-elasticsearch',
      reason:
        'What answers there does not say that it is Elasticsearch (the header x-elastic-product is missing). ' +
        'Check ELASTICSEARCH_URL, and whether a proxy removes headers.',
    };
  }
  if (error instanceof errors.DeserializationError) {
    return {
      type: 'unavailable',
      reason: 'The answer of Elasticsearch is not the JSON that it claims to be.',
    };
  }
  if (error instanceof errors.RequestAbortedError && /aborted/.test(error.message))
    return { type: 'unreachable', reason: 'The request was given up, because the program is to end.' };
  const cause = error instanceof errors.ElasticsearchClientError ? withoutPayload(error) : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  throw new Error(`A request to Elasticsearch failed in an unexpected way: ${message}`, { cause });
}

/**
 * Makes a request and returns failures as values.
 *
 * @throws if there is a bug: see {@link toFailure}
 */
export async function attempt<Value>(request: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { type: 'ok', value: await request() };
  } catch (error) {
    return toFailure(error);
  }
}

/** A successful answer without the expected content: a proxy has truncated or replaced it. */
export function unfit(what: string): ElasticsearchFailure {
  return {
    type: 'unavailable',
    reason: `The answer of Elasticsearch holds no ${what}.`,
  };
}
