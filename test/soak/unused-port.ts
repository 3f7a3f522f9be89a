import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections: nobody takes it while its owner is being restarted. */
const [LEAST, MOST] = [20_000, 32_000];

/** A port of this machine on which nobody listens at this moment; of one of its addresses, if it is said which. */
export async function unusedPort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = LEAST + Math.floor(Math.random() * (MOST - LEAST));
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, host, () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
