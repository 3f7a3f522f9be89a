/** A proxy between the daemon and Elasticsearch that records the times of each request and its answer. */

import { Agent, createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { bulkLines, kindOf, type RequestKind } from '../../test/support/request-kind.ts';

/** Times are of `performance.now()`. */
export type TimedRequest = { kind: RequestKind; method: string; path: string; from: number; to: number };

export type TimedProxy = {
  url: string;
  /** All requests since the last call; those under way are left for the next. */
  take: () => TimedRequest[];
  /** Milliseconds since a request came or was answered. */
  quietFor: () => number;
  close: () => Promise<void>;
};

/** @param see is shown the body of each request that was answered */
export async function startTimedProxy(
  target: string,
  see?: (kind: RequestKind, body: string, path: string) => void,
): Promise<TimedProxy> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  let seen: TimedRequest[] = [];
  let last = performance.now();

  const server = createServer((incoming, response) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const from = performance.now();
    last = from;
    void buffer(incoming).then((body) => {
      const outgoing = request({ agent, hostname, port, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on('end', () => {
          last = performance.now();
          const text = body.toString();
          const kind = kindOf(method, path, bulkLines(path, text));
          see?.(kind, text, path);
          seen.push({ kind, method, path, from, to: last });
        });
      });
      outgoing.on('error', (error) => response.destroy(error));
      return outgoing.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    take: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    quietFor: () => performance.now() - last,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
