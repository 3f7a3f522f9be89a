/** What the adapters of Elasticsearch and Kibana share: URLs, and the messages of Node.js about connections. */

/** The messages of OpenSSL and Node.js about certificates and TLS. Elasticsearch's client drops the error codes. */
const TLS_PROBLEM =
  /certificate|altnames|SSL routines|wrong version number|EPROTO|packet length too long|tlsv1 alert/i;

/** A valid URL without user name and password, fit to be shown. */
export function bareUrl(text: string): URL {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url;
}

/** @param message of a connection that failed, with its error code if there is one */
export function isTlsProblem(message: string): boolean {
  return TLS_PROBLEM.test(message);
}

/** The reason in a message of OpenSSL, which surrounds it with addresses and source files; else the message itself. */
export function reasonIn(message: string): string {
  return (/SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message).trim();
}
