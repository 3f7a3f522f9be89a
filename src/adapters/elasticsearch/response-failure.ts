import { isRecord } from '../../domain/model/is-record.ts';
import type { ElasticsearchFailure, ElasticsearchFailureType } from '../../domain/model/outcome.ts';

/** The part of an answer that says what went wrong. */
export type FailedResponse = {
  statusCode?: number | undefined;
  headers?: Readonly<Record<string, unknown>> | undefined;
  body?: unknown;
};

/** Elasticsearch quotes values in some reasons: enough to understand, not enough to leak a document. */
const REASON_LIMIT = 400;

type Explanation = { exception?: string; said?: string };

function explanationIn(body: unknown): Explanation {
  const error = isRecord(body) ? body['error'] : undefined;
  if (typeof error === 'string') return { said: error };
  if (!isRecord(error)) return {};
  const { type, reason } = error;
  return {
    ...(typeof type === 'string' ? { exception: type } : {}),
    ...(typeof reason === 'string' ? { said: reason } : {}),
  };
}

/** What proxies and load balancers answer with in the name of the server behind them. */
const OF_ANY_SERVER: Readonly<Record<number, ElasticsearchFailureType>> = {
  401: 'unauthorized',
  408: 'timeout',
  413: 'too-large',
  429: 'too-many-requests',
};

/**
 * A search whose point in time was on a node that is gone says 404, by one of these names. Nothing that was asked for is
 * missing: the same work, begun anew, finds another copy.
 */
const LOST_ON_THE_WAY = new Set(['search_context_missing_exception', 'search_phase_execution_exception']);

function typeOf(
  status: number,
  exception: string | undefined,
  isElasticsearch: boolean,
): ElasticsearchFailureType {
  // 503 blocks come and go with the cluster's start; the others stay until somebody acts.
  if (exception === 'cluster_block_exception' && status !== 503) return 'blocked';
  const usual = OF_ANY_SERVER[status];
  if (usual !== undefined) return usual;
  if (status >= 500) return 'unavailable';
  if (!isElasticsearch) return 'not-elasticsearch';
  if (status === 403) return 'forbidden';
  if (status === 404 && exception !== undefined && LOST_ON_THE_WAY.has(exception)) return 'unavailable';
  return status === 404 ? 'not-found' : 'bad-request';
}

const MEANINGS: Readonly<Partial<Record<ElasticsearchFailureType, string>>> = {
  unauthorized:
    'Elasticsearch refuses the credentials, or misses some. Check ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD',
  forbidden: 'Elasticsearch does not allow this user to do that',
  'not-elasticsearch': 'What answers there does not look like Elasticsearch. Check ELASTICSEARCH_URL',
  unavailable: 'Elasticsearch cannot answer right now',
  'too-many-requests': 'Elasticsearch has more to do than it can take',
  'too-large': 'The request is larger than the server accepts',
  timeout: 'Elasticsearch did not answer in time',
  blocked: 'Elasticsearch does not accept changes to the index at present',
};

type Headers = FailedResponse['headers'];

/** Kibana names itself in every answer, whatever its version. */
export function isKibana(headers: Headers): boolean {
  return headers?.['kbn-name'] !== undefined;
}

export function kibanaFailure(status: number): ElasticsearchFailure {
  return {
    type: 'not-elasticsearch',
    status,
    reason:
      `This is Kibana, not Elasticsearch (${status}). Elasticsearch's URL usually ends with :9200; set ELASTICSEARCH_URL ` +
      'or --elasticsearch.',
  };
}

/** What an answer with an error status means. What others put into their pages (HTML) is not repeated. */
export function responseFailure({ statusCode, headers, body }: FailedResponse): ElasticsearchFailure {
  const status = statusCode ?? 0;
  if (isKibana(headers)) return kibanaFailure(status);
  const { exception, said } = explanationIn(body);
  const isElasticsearch = exception !== undefined || headers?.['x-elastic-product'] === 'Elasticsearch';
  const type = typeOf(status, exception, isElasticsearch);
  const meaning = MEANINGS[type] ?? 'Elasticsearch refuses the request';
  const name = exception === undefined ? '' : `, ${exception}`;
  const tellsMore = said !== undefined && type !== 'unauthorized' && isElasticsearch;
  const detail = tellsMore ? `: ${said.slice(0, REASON_LIMIT)}` : '';
  return {
    type,
    status,
    ...(exception === undefined ? {} : { exception }),
    reason: `${meaning} (${status}${name})${detail}${/[.!?]$/.test(detail) ? '' : '.'}`,
  };
}
