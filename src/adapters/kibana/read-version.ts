import type { KibanaAttempt, KibanaFailure } from '../../domain/dashboards/failure.ts';
import { isRecord } from '../../domain/model/is-record.ts';
import { bodyOf, isFromKibana, unauthorized } from './answer-failure.ts';
import { addressOf, ask, type KibanaAnswer, type KibanaConnection } from './http.ts';

function isElasticsearch({ headers, text }: KibanaAnswer): boolean {
  return headers['x-elastic-product'] === 'Elasticsearch' || text.includes('no handler found for uri');
}

/** Where a redirect leads, without the query, which may hold secrets. */
function target(address: string, location: string | undefined): string {
  if (location === undefined || !URL.canParse(location, address)) return 'elsewhere';
  const { origin, pathname } = new URL(location, address);
  return `${origin}${pathname}`;
}

function wrongPath(address: string, { status }: KibanaAnswer): KibanaFailure {
  return {
    type: 'wrong-path',
    reason:
      `Kibana answers at ${address}, but does not tell its state under this path (${status}). Its base path ` +
      '(server.basePath) is most likely missing from KIBANA_URL, or the URL goes beyond it.',
  };
}

/** The failure that the address causes, or undefined if Kibana has answered with its status. */
function addressProblem(address: string, answer: KibanaAnswer): KibanaFailure | undefined {
  const { status, headers } = answer;
  if (isElasticsearch(answer)) {
    return {
      type: 'elasticsearch',
      reason: `This is Elasticsearch, not Kibana: ${address}. Kibana's URL usually ends with :5601; set KIBANA_URL or --kibana.`,
    };
  }
  if (status >= 300 && status < 400) {
    return {
      type: 'redirected',
      reason:
        `${address} redirects to ${target(address, headers.location)} (${status}). If that is where Kibana is, set KIBANA_URL ` +
        'to it, base path included; if it is a login page, name an address that is not behind it.',
    };
  }
  return status === 404 && isFromKibana(answer) ? wrongPath(address, answer) : undefined;
}

function notKibana(address: string, { status }: KibanaAnswer): KibanaFailure {
  return {
    type: 'not-kibana',
    reason: `What answers at ${address} does not look like Kibana (${status}). Check KIBANA_URL; Kibana's usually ends with :5601.`,
  };
}

function notReady(address: string, state: string): KibanaFailure {
  return {
    type: 'not-ready',
    reason: `Kibana at ${address} is not ready (${state}). Look at its log if that lasts.`,
  };
}

/** Levels: available, degraded, unavailable, critical. Degraded works: it says that some plugin lacks something. */
const NOT_READY_LEVELS = new Set<unknown>(['unavailable', 'critical']);

function versionIn(address: string, answer: KibanaAnswer): KibanaAttempt<string> {
  const wrong = addressProblem(address, answer);
  if (wrong !== undefined) return wrong;
  const { status } = answer;
  const { status: state, version } = bodyOf(answer);
  const overall = isRecord(state) && isRecord(state['overall']) ? state['overall'] : {};
  const { level } = overall;
  if (NOT_READY_LEVELS.has(level)) return notReady(address, String(level));
  if (/not ready yet/i.test(answer.text)) return notReady(address, 'it is starting');
  if (status === 429 || (status >= 502 && status <= 504)) return notReady(address, String(status));
  if (status === 401) return unauthorized(answer);
  if (status === 403) {
    return {
      type: 'forbidden',
      reason: `Kibana at ${address}, or a proxy before it, does not let this user in (403). Check the credentials and KIBANA_URL.`,
    };
  }
  const number = isRecord(version) ? version['number'] : undefined;
  if (typeof number === 'string') return { type: 'ok', value: number };
  // Without credentials Kibana returns its level only.
  if (level !== undefined) return unauthorized({ ...answer, status: 401 });
  return isFromKibana(answer) ? wrongPath(address, answer) : notKibana(address, answer);
}

/** Kibana's version, or why there is none: it is not ready, or the address is not Kibana's. */
export async function readVersion(
  connection: KibanaConnection,
  timeoutMilliseconds: number,
): Promise<KibanaAttempt<string>> {
  const answer = await ask(connection, { method: 'GET', path: '/api/status', timeoutMilliseconds });
  return answer.type === 'answer' ? versionIn(addressOf(connection), answer) : answer;
}
