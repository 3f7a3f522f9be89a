import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics } from './metrics.ts';
import { createHealth, type Readiness } from './health.ts';
import { startStatusServer } from './server.ts';

function healthy() {
  return createHealth({ clock: { elapsed: () => 0 }, scanIntervalSeconds: 60 });
}

function failing(): Readiness {
  throw new Error('no luck');
}

async function aServer(parts: Partial<Parameters<typeof startStatusServer>[1]> = {}) {
  const { readiness } = healthy();
  const server = await startStatusServer(0, { readiness, metrics: createMetrics(), ...parts });
  if (server.type !== 'listening') throw new Error(server.reason);
  onTestFinished(() => server.close());
  const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return { ...server, get };
}

test('/live answers as long as it lives', async () => {
  const { get } = await aServer();
  const response = await get('/live');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await response.json()).toEqual({ live: true });
});

test('/ready says whether, and why not', async () => {
  const { readiness, observer } = healthy();
  const { get } = await aServer({ readiness });
  const before = await get('/ready');
  expect([before.status, before.headers.get('content-type')]).toEqual([
    503,
    'application/json; charset=utf-8',
  ]);
  expect(await before.json()).toEqual({ ready: false, reasons: [expect.stringMatching(/^Not started/)] });
  observer.started();
  const after = await get('/ready');
  expect(after.status).toBe(200);
  expect(after.headers.get('cache-control')).toBe('no-store');
  expect(await after.json()).toEqual({ ready: true, reasons: [] });
});

test('/metrics is what Prometheus reads, with a query or without', async () => {
  const metrics = createMetrics();
  metrics.observer.bytesRead(42);
  const { get } = await aServer({ metrics });
  for (const path of ['/metrics', '/metrics?name[]=up']) {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect((await response.text()).split('\n')).toContain('runlens_bytes_read_total 42');
  }
});

test.each(['/', '/live/', '/ready/x', '/favicon.ico', '//live', '/constructor'])(
  '%s is not there',
  async (path) => {
    const { get } = await aServer();
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toMatch(/^There is nothing here.*\/live, \/ready or \/metrics\.\n$/);
  },
);

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('nothing can be done with %s', async (method) => {
  const { get } = await aServer();
  const response = await get('/ready', method);
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect(await response.text()).toMatch(/GET\.\n$/);
});

test('HEAD is GET without the body', async () => {
  const { get } = await aServer();
  const response = await get('/live', 'HEAD');
  expect([response.status, await response.text()]).toEqual([200, '']);
});

test('a bug in an answer does not end the daemon', async () => {
  const { get } = await aServer({ readiness: failing });
  const response = await get('/ready');
  expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('no luck')]);
  expect((await get('/live')).status).toBe(200);
});

test('a port in use is said in a sentence', async () => {
  const { port } = await aServer();
  const second = await startStatusServer(port, { ...healthy(), metrics: createMetrics() });
  expect(second).toEqual({
    type: 'port-in-use',
    reason: expect.stringMatching(
      new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use by another program`),
    ),
  });
});

test('only the loopback interface is listened on', async () => {
  const { port } = await aServer();
  const others = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  // The other loopback addresses answer too, where a server listens on every interface.
  for (const host of ['127.0.0.2', ...others]) {
    const answer = fetch(`http://${host}:${port}/live`, { signal: AbortSignal.timeout(2000) });
    await expect(answer).rejects.toThrow(/fetch failed|timeout/);
  }
});

test('no client holds up the end: none that keeps alive, none that says half a request', async () => {
  const server = await aServer();
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const [response] = await once(
    request({ port: server.port, host: '127.0.0.1', path: '/live', agent }).end(),
    'response',
  );
  expect(response.headers.connection).toBe('close');
  response.resume();
  const half = connect(server.port, '127.0.0.1');
  const silent = connect(server.port, '127.0.0.1');
  await Promise.all([once(half, 'connect'), once(silent, 'connect')]);
  half.write('GET /live HTTP/1.1\r\nHost: ');
  const closed = Promise.all(
    [half, silent].map(
      (socket) =>
        // Whether it ends in peace or is reset does not matter.
        new Promise(
          (resolve) =>
            void socket
              .on('error', () => undefined)
              .on('close', resolve)
              .resume(),
        ),
    ),
  );
  const begun = performance.now();
  await server.close();
  expect(performance.now() - begun).toBeLessThan(1000);
  await closed;
  await server.close();
  await expect(server.get('/live')).rejects.toThrow('fetch failed');
});
