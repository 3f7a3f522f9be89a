import { connect, createServer, type Socket } from 'node:net';
import { tieSockets } from './tie-sockets.ts';

/** A port that refuses connections until it is opened, and then passes everything on to a server. */
export type LateProxy = { url: string; open: () => Promise<void>; close: () => Promise<void> };

export async function reserveProxy(target: string): Promise<LateProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const port = await freePort();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(targetPort), hostname);
    tieSockets(client, upstream, sockets);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    open: () => new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve())),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A port of this machine on which nobody listens at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else server.close(() => resolve(address.port));
    });
  });
}
