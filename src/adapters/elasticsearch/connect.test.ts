import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { ElasticsearchConnection } from './client.ts';
import { connect } from './connect.ts';

const servers: Server[] = [];

/** A server in Elasticsearch's place; its URL. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

function answer(
  status: number,
  body: unknown,
  headers: Record<string, string> = { 'x-elastic-product': 'Elasticsearch' },
) {
  return (_: IncomingMessage, response: Parameters<RequestListener>[1]): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** What a server does that understands these versions of the media type. */
function understanding(...versions: number[]): RequestListener {
  return (request, response) => {
    const { accept = '' } = request.headers;
    // As the real one, which does not look into lists.
    const asked = accept.includes(',') ? versions[0] : Number(/compatible-with=(\d+)/.exec(accept)?.[1]);
    const isUnderstood = versions.some((version) => version === asked);
    const refusal = { error: { type: 'media_type_header_exception', reason: 'Invalid media-type value' } };
    (isUnderstood ? answer(200, {}) : answer(400, refusal))(request, response);
  };
}

function refused(type: string) {
  return { error: { type, reason: 'no' } };
}

function to(...nodes: string[]): ElasticsearchConnection {
  return {
    nodes,
    requestTimeoutMilliseconds: 30_000,
    compression: false,
  };
}

async function outcomeOf(connection: ElasticsearchConnection, deadline = 2000) {
  const outcome = await connect(connection, deadline);
  if (outcome.type !== 'connected') return outcome;
  await outcome.client.close();
  return { type: outcome.type, compatibility: outcome.compatibility };
}

describe('connected', () => {
  test.each([
    [[9, 8], 9],
    [[8, 7], 8],
  ])('to a server that understands %j: as %i', async (versions, compatibility) => {
    expect(await outcomeOf(to(await serve(understanding(...versions))))).toEqual({
      type: 'connected',
      compatibility,
    });
  });

  test.each([
    [403, 'security_exception'],
    [404, 'resource_not_found_exception'],
    [410, 'api_not_available_exception'],
  ])('even if the answer to the probe is %i %s: it came from Elasticsearch', async (status, exception) => {
    const node = await serve(answer(status, refused(exception)));
    expect(await outcomeOf(to(node))).toMatchObject({ type: 'connected' });
  });

  test('through the second node, when the first is down', async () => {
    const node = await serve(understanding(8, 7));
    expect(await outcomeOf(to('http://127.0.0.1:1', node))).toMatchObject({
      type: 'connected',
      compatibility: 8,
    });
  });

  test('and every later request speaks the same version, with the same login', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const node = await serve((request, response) => {
      seen.push(request.headers);
      understanding(8, 7)(request, response);
    });
    const outcome = await connect(to(node.replace('//', '//user:p%40ss@')));
    if (outcome.type !== 'connected') throw new Error(outcome.reason);
    await outcome.client.bulk({ operations: ['{"index":{}}', '{}'], index: 'x' }).catch(() => undefined);
    await outcome.client.close();
    expect(seen.at(-1)).toMatchObject({
      'content-type': 'application/vnd.elasticsearch+x-ndjson; compatible-with=8',
      accept: 'application/vnd.elasticsearch+json; compatible-with=8',
      authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    });
  });
});

describe('not connected', () => {
  test('nobody listens', async () => {
    const outcome = await outcomeOf(to('http://user:hunter2@127.0.0.1:1'));
    expect(outcome).toMatchObject({ type: 'unreachable', reason: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  test('somebody listens but never answers: given up in time, whatever the request timeout', async () => {
    const silent = await serve(() => undefined);
    const start = performance.now();
    expect(await outcomeOf(to(silent, silent), 400)).toMatchObject({ type: 'timeout' });
    expect(performance.now() - start).toBeLessThan(1500);
  });

  test('the answer begins but never ends', async () => {
    const node = await serve((_, response) => {
      response.writeHead(200, { 'x-elastic-product': 'Elasticsearch', 'content-type': 'application/json' });
      response.write('{');
    });
    expect(await outcomeOf(to(node), 400)).toMatchObject({ type: 'timeout' });
  });

  test.each([
    ['credentials refused', answer(401, refused('security_exception')), 'unauthorized'],
    ['still starting', answer(503, refused('master_not_discovered_exception')), 'unavailable'],
    ['another product', answer(200, { hello: 'world' }, {}), 'not-elasticsearch'],
    ['a proxy that forbids', answer(403, { message: 'forbidden' }, {}), 'not-elasticsearch'],
    ['a redirect', answer(301, {}, { location: 'https://elsewhere' }), 'not-elasticsearch'],
    ['a version too old', understanding(7), 'bad-request'],
  ])('%s', async (_, listener, type) => {
    const node = await serve(listener);
    const outcome = await outcomeOf(to(node));
    expect(outcome).toMatchObject({ type, reason: expect.stringContaining(node) });
  });

  test.each([
    ['of an unknown path', 404, {}],
    ['of a login', 302, { location: '/login?next=%2F_cluster%2Fhealth' }],
    ['without credentials', 401, {}],
    ['still starting', 503, {}],
  ])('Kibana, by its name: %s', async (_, status, headers) => {
    const node = await serve(answer(status, { statusCode: status }, { ...headers, 'kbn-name': 'kibana' }));
    expect(await outcomeOf(to(node))).toMatchObject({
      type: 'not-elasticsearch',
      status,
      reason: expect.stringMatching(`^This is Kibana, not Elasticsearch .*Asked: ${node}/$`),
    });
  });

  test('https where http is spoken', async () => {
    const node = await serve(answer(200, {}));
    expect(await outcomeOf(to(node.replace('http:', 'https:')))).toMatchObject({
      type: 'tls',
      reason: expect.stringContaining('begins with https: only if the server speaks it'),
    });
  });
});
