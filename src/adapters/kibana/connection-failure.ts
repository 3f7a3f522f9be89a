import type { KibanaFailure } from '../../domain/dashboards/failure.ts';
import { isTlsProblem, reasonIn } from '../http.ts';

/** Error codes for the answer of a TLS server to plain HTTP, or of another kind of server. */
const NOT_HTTP = /^HPE_/;

/** For a host with several addresses, the message of Node.js is empty: the errors of each have the reasons. */
function said({ message, code }: NodeJS.ErrnoException): string {
  return reasonIn(message) || (code ?? 'no reason given');
}

/** Why there was no answer from `address`. */
export function connectionFailure(address: string, error: NodeJS.ErrnoException): KibanaFailure {
  const { code = '', message } = error;
  if (isTlsProblem(`${code} ${message}`)) {
    return {
      type: 'tls',
      reason:
        `No secure connection to Kibana at ${address}: ${said(error)}. Check that KIBANA_URL begins with https: only if ` +
        'the server speaks it, that its host is the one in the certificate, and that KIBANA_CA_FILE is the authority that signed it.',
    };
  }
  if (NOT_HTTP.test(code)) {
    return {
      type: 'not-kibana',
      reason: `What answers at ${address} does not speak HTTP. Check KIBANA_URL; perhaps it should begin with https:.`,
    };
  }
  return {
    type: 'unreachable',
    reason:
      `No connection to Kibana at ${address}: ${said(error)}. Check that it runs and that KIBANA_URL is its address, ` +
      'with https: if it wants that.',
  };
}

function secondsText(milliseconds: number): string {
  const seconds = Number((milliseconds / 1000).toFixed(1));
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

/** The failure if there was no answer in time. */
export function timedOut(address: string, milliseconds: number): KibanaFailure {
  return {
    type: 'timeout',
    reason:
      `No answer from Kibana at ${address} within ${secondsText(milliseconds)}. It may be overloaded, ` +
      'or something between it and here is silent; kibana.request_timeout_seconds says how long to wait.',
  };
}

/** The failure if the program was asked to stop. */
export function stopped(): KibanaFailure {
  return {
    type: 'stopped',
    reason: 'The setup was given up, because the program is to end.',
  };
}
