import { isRecord } from '../../domain/model/is-record.ts';
import type { ElasticsearchFailure, ElasticsearchFailureType } from '../../domain/model/outcome.ts';

/** The parts of an answer that explain a failure. */
export type FailedResponse = {
  statusCode?: number | undefined;
  headers?: Readonly<Record<string, unknown>> | undefined;
  body?: unknown;
};

/** In characters. Elasticsearch quotes values in some reasons, which must not put documents into logs. */
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

/** Statuses that proxies and load balancers answer with as well as Elasticsearch. */
const OF_ANY_SERVER: Readonly<Record<number, ElasticsearchFailureType>> = {
  401: 'unauthorized',
  408: 'timeout',
  413: 'too-large',
  429: 'too-many-requests',
};

/**
 * The exceptions (404) of a search whose point in time was on a lost node. No document is missing: a repeated search finds
 * another copy.
 */
const LOST_ON_THE_WAY = new Set(['search_context_missing_exception', 'search_phase_execution_exception']);

function typeOf(
  status: number,
  exception: string | undefined,
  isElasticsearch: boolean,
): ElasticsearchFailureType {
  // A block with 503 ends when the cluster has started. Other blocks last until an operator removes them.
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

/** Every version of Kibana names itself in each answer. */
export function isKibana(headers: Headers): boolean {
  return headers?.['kbn-name'] !== undefined;
}

/** The failure if the address is Kibana's. */
export function kibanaFailure(status: number): ElasticsearchFailure {
  return {
    type: 'not-elasticsearch',
    status,
    reason:
      `This is Kibana, not Elasticsearch (${status}). Elasticsearch's URL usually ends with :9200; set ELASTICSEARCH_URL ` +
      'or --elasticsearch.',
  };
}

/** The failure that an answer with an error status means. Text of proxies (HTML) is not quoted. */
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
