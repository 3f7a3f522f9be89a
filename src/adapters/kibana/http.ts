import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { KibanaFailure } from '../../domain/dashboards/failure.ts';
import { bareUrl } from '../http.ts';
import { connectionFailure, stopped, timedOut } from './connection-failure.ts';

/** How to reach a Kibana. */
export type KibanaConnection = {
  /** With its base path, if it has one. User name and password in it count if `auth` is absent. */
  url: string;
  auth?: { apiKey: string } | { username: string; password: string } | undefined;
  /** Certificates to trust instead of the system's, as PEM text. */
  certificateAuthority?: string | undefined;
  requestTimeoutMilliseconds: number;
  /** Aborts requests that read. Requests that write are not interrupted. */
  signal?: AbortSignal | undefined;
};

export type KibanaRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below Kibana's URL, with a slash in front. */
  path: string;
  body?: { contentType: string; content: string | Buffer };
  /** Instead of the connection's. */
  timeoutMilliseconds?: number;
  /** Whether the request changes something and must not be interrupted. */
  writes?: boolean;
};

export type KibanaAnswer = {
  type: 'answer';
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
};

/** The URL without credentials and without a slash at its end, fit to be shown. */
export function addressOf({ url }: Pick<KibanaConnection, 'url'>): string {
  return bareUrl(url).href.replace(/\/+$/, '');
}

function authorization({ url, auth }: KibanaConnection): string | undefined {
  if (auth !== undefined && 'apiKey' in auth) return `ApiKey ${auth.apiKey}`;
  const { username, password } = auth ?? {
    username: decodeURIComponent(new URL(url).username),
    password: decodeURIComponent(new URL(url).password),
  };
  return password === '' ? undefined : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function headersOf(connection: KibanaConnection, { body }: KibanaRequest): Record<string, string> {
  const login = authorization(connection);
  return {
    // Required by Kibana for all methods but GET, as a protection against cross-site requests.
    'kbn-xsrf': 'runlens',
    accept: '*/*',
    ...(login === undefined ? {} : { authorization: login }),
    ...(body === undefined
      ? {}
      : { 'content-type': body.contentType, 'content-length': String(Buffer.byteLength(body.content)) }),
  };
}

function exchange(
  url: URL,
  options: RequestOptions & { ca?: string },
  body: string | Buffer | undefined,
): Promise<KibanaAnswer> {
  return new Promise<KibanaAnswer>((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, options, (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((content) => resolve({ type: 'answer', status, headers, text: content }), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Makes one request, without redirects and retries. An answer with an error status is an answer too. */
export async function ask(
  connection: KibanaConnection,
  request: KibanaRequest,
): Promise<KibanaAnswer | KibanaFailure> {
  const { certificateAuthority, signal } = connection;
  const milliseconds = request.timeoutMilliseconds ?? connection.requestTimeoutMilliseconds;
  const deadline = AbortSignal.timeout(Math.max(1, Math.round(milliseconds)));
  const stop = request.writes === true ? undefined : signal;
  const address = addressOf(connection);
  try {
    return await exchange(
      new URL(address + request.path),
      {
        method: request.method,
        headers: headersOf(connection, request),
        signal: stop === undefined ? deadline : AbortSignal.any([deadline, stop]),
        ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
      },
      request.body?.content,
    );
  } catch (error) {
    if (stop?.aborted === true) return stopped();
    if (deadline.aborted) return timedOut(address, milliseconds);
    return connectionFailure(address, error as NodeJS.ErrnoException);
  }
}
