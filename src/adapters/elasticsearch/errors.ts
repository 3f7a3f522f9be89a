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

/** The error without what it carries: the client attaches whole requests, which belong in no log. */
function withoutPayload(error: errors.ElasticsearchClientError): Error {
  const bare = new Error(error.message);
  bare.name = error.name;
  if (error.stack !== undefined) bare.stack = error.stack;
  return bare;
}

/**
 * What an error thrown by the client means.
 *
 * @throws what is no answer to a request but a bug, or an abort asked for, with the original as cause.
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

/** Makes a request; a failure becomes a value. Bugs are thrown, as {@link toFailure} does. */
export async function attempt<Value>(request: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { type: 'ok', value: await request() };
  } catch (error) {
    return toFailure(error);
  }
}

/** An answer that came with success, and is not what was asked for: something between cut it or made it up. */
export function unfit(what: string): ElasticsearchFailure {
  return {
    type: 'unavailable',
    reason: `The answer of Elasticsearch holds no ${what}.`,
  };
}
