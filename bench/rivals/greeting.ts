/** Some tools ask a server for its version first, which the server for demonstrations does not tell. */

import { connect, createServer, type Socket } from 'node:net';
import { tieSockets } from '../../test/support/tie-sockets.ts';

export type Greeting = { url: string; close: () => Promise<void> };

/** The URL itself where the server tells its version; else that of a relay which says it, and hands on all else as it comes. */
export async function withGreeting(url: string, version: string): Promise<Greeting> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  if (answer.ok) return { url, close: async () => {} };
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const relay = createServer((client) => {
    client.once('data', (first) => {
      if (first.toString('latin1', 0, 6) === 'GET / ') {
        client.end(greetingOf(version));
        return;
      }
      const upstream = connect(Number(port), hostname);
      upstream.write(first);
      tieSockets(client, upstream, sockets);
    });
    client.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', () => resolve()));
  const address = relay.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => relay.close(() => resolve()));
    },
  };
}

function greetingOf(version: string): string {
  const body = JSON.stringify({ version: { number: version, build_flavor: 'default' } });
  const head = `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
  return `HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`;
}
