import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from './health.ts';
import type { Metrics } from './metrics.ts';

export type StatusServer = {
  type: 'listening';
  port: number;
  /** Closes open connections too. May be called repeatedly. */
  close: () => Promise<void>;
};

/** Expected failures; `reason` is a sentence for people. Another port helps against each. */
export type StatusServerFailure = { type: 'port-in-use' | 'cannot-listen'; reason: string };

type Told = { readiness: () => Readiness; metrics: Pick<Metrics, 'contentType' | 'text'> };

type Answer = { status: number; type: string; body: string; headers?: Record<string, string> };

/** Loopback only: the answers describe the folder and its faults, and there is no authentication. */
const HOST = '127.0.0.1';

const REQUEST_TIMEOUT_MILLISECONDS = 10_000;

/**
 * Answers GET /live, /ready and /metrics on the loopback interface.
 *
 * @param port 0 for any free port
 */
export function startStatusServer(port: number, told: Told): Promise<StatusServer | StatusServerFailure> {
  const answers = answersOf(told);
  const server = createServer((request, response) => {
    void answerTo(answers, request.method ?? '', request.url ?? '').then(({ status, type, body, headers }) =>
      response
        .writeHead(status, {
          'content-type': type,
          'content-length': Buffer.byteLength(body),
          'cache-control': 'no-store',
          connection: 'close',
          ...headers,
        })
        .end(body),
    );
  });
  server.requestTimeout = REQUEST_TIMEOUT_MILLISECONDS;
  server.headersTimeout = REQUEST_TIMEOUT_MILLISECONDS;
  // It must not keep a daemon alive that has ended without closing it.
  server.unref();

  let closing: Promise<void> | undefined;
  function close() {
    closing ??= new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closing;
  }
  return new Promise((resolve) => {
    // The handler stays: later errors concern the clients, not the daemon.
    server.on('error', (error: NodeJS.ErrnoException) => resolve(failureOf(error, port)));
    server.listen(port, HOST, () => {
      resolve({ type: 'listening', port: (server.address() as AddressInfo).port, close });
    });
  });
}

function failureOf(error: NodeJS.ErrnoException, port: number): StatusServerFailure {
  if (error.code === 'EADDRINUSE') {
    const reason = `Port ${port} of ${HOST} is in use by another program, perhaps another runlens.`;
    return { type: 'port-in-use', reason };
  }
  const why = error.code === 'EACCES' ? 'no permission (ports below 1024 often need one)' : error.message;
  const reason = `The status cannot be served on port ${port} of ${HOST}: ${why}.`;
  return { type: 'cannot-listen', reason };
}

function answersOf({ readiness, metrics }: Told): Map<string, () => Answer | Promise<Answer>> {
  return new Map<string, () => Answer | Promise<Answer>>([
    // Whoever answers lives.
    ['/live', () => json(200, { live: true })],
    [
      '/ready',
      () => {
        const state = readiness();
        return json(state.ready ? 200 : 503, state);
      },
    ],
    ['/metrics', async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() })],
  ]);
}

async function answerTo(answers: ReturnType<typeof answersOf>, method: string, url: string): Promise<Answer> {
  const answer = answers.get(url.split('?')[0] ?? '');
  if (answer === undefined) return sentence(404, 'There is nothing here; ask for /live, /ready or /metrics.');
  if (method !== 'GET' && method !== 'HEAD') {
    return { ...sentence(405, 'This can only be read; ask with GET.'), headers: { allow: 'GET, HEAD' } };
  }
  try {
    return await answer();
  } catch (error) {
    // A question about the daemon must not end it.
    return sentence(500, `There is a bug in runlens, and so no answer: ${String(error)}`);
  }
}

function json(status: number, value: object): Answer {
  return {
    status,
    type: 'application/json; charset=utf-8',
    body: `${JSON.stringify(value)}\n`,
  };
}

function sentence(status: number, text: string): Answer {
  return {
    status,
    type: 'text/plain; charset=utf-8',
    body: `${text}\n`,
  };
}
