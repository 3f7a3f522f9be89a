import type { KibanaFailure } from '../../domain/dashboards/failure.ts';
import { isRecord } from '../../domain/model/is-record.ts';
import type { KibanaAnswer } from './http.ts';

/** In characters. */
const LONGEST_QUOTE = 400;

type Body = Readonly<Record<string, unknown>>;

/** The answer's JSON object, or an empty one. */
export function bodyOf({ text }: KibanaAnswer): Body {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

/** Once started, Kibana names itself in every answer. If a proxy removes the header, the form of its errors tells. */
export function isFromKibana(answer: KibanaAnswer): boolean {
  const { statusCode, error, message } = bodyOf(answer);
  const isItsError =
    typeof statusCode === 'number' && typeof error === 'string' && typeof message === 'string';
  return answer.headers['kbn-name'] !== undefined || isItsError;
}

/** Kibana's message, as the rest of a sentence. Text of proxies is not quoted. */
function quoted(answer: KibanaAnswer): string {
  const { message } = bodyOf(answer);
  if (typeof message !== 'string' || !isFromKibana(answer)) return '.';
  const short = message.slice(0, LONGEST_QUOTE).trim();
  return `: ${short}${/[.!?]$/.test(short) ? '' : '.'}`;
}

function isNewerObject(answer: KibanaAnswer): boolean {
  return /more recent version of Kibana/.test(answer.text);
}

/** The failure if the credentials are missing or wrong. */
export function unauthorized(answer: KibanaAnswer): KibanaFailure {
  return {
    type: 'unauthorized',
    reason:
      `Kibana refuses the credentials, or misses some (${answer.status}). Check KIBANA_API_KEY, or KIBANA_USERNAME and ` +
      'KIBANA_PASSWORD.',
  };
}

function notReady({ status }: KibanaAnswer): KibanaFailure {
  return {
    type: 'not-ready',
    reason: `Kibana cannot answer right now (${status}). Run the setup again once it can.`,
  };
}

/**
 * The failure that an answer with an error status means.
 *
 * @param privilege that the request needs, for people
 */
export function answerFailure(answer: KibanaAnswer, privilege: string): KibanaFailure {
  const { status } = answer;
  if (status === 401) return unauthorized(answer);
  if (status === 403) {
    return {
      type: 'forbidden',
      reason: `Kibana does not allow this user to do that (403)${quoted(answer)} The user needs ${privilege}.`,
    };
  }
  if (isNewerObject(answer)) {
    return {
      type: 'newer-objects',
      reason: `Kibana is older than the dashboards are made for (${status})${quoted(answer)} Nothing was written. Update Kibana.`,
    };
  }
  if (status === 413) {
    return {
      type: 'too-large',
      reason:
        'The dashboards are larger than the server accepts (413). Raise savedObjects.maxImportPayloadBytes in ' +
        'kibana.yml, or the limit of the proxy before it.',
    };
  }
  if (status === 429 || (status >= 502 && status <= 504)) return notReady(answer);
  if (!isFromKibana(answer)) {
    return {
      type: 'not-kibana',
      reason: `Something before Kibana, most likely a proxy, refuses the request (${status}). Check its rules and KIBANA_URL.`,
    };
  }
  return { type: 'refused', reason: `Kibana refuses the request (${status})${quoted(answer)}` };
}
