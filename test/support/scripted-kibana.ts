/** A Kibana 8.12 that keeps saved objects in memory, and can be told to fail in every way that Kibanas do. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  importInto,
  kibanaError,
  keyOf,
  type Reply,
  type Saved,
  type Spaces,
  uploadedObjects,
} from './kibana-imports.ts';
import { TEST_CERTIFICATE, TEST_KEY } from './test-certificate.ts';

export type SeenRequest = { method: string; path: string; body: string };

/** What is done to a request instead of what Kibana would do; `undefined`: nothing. */
export type Fault = (request: SeenRequest) => Reply | 'silence' | 'reset' | undefined;

export type ScriptedKibana = {
  url: string;
  spaces: Spaces;
  /** The object of that key (`type/id`) in a space. */
  object: (key: string, space?: string) => Saved;
  version: string;
  /** The `authorization` that is asked for; unset: none. */
  authorization: string | undefined;
  /** What this version makes of an imported object. */
  migrate: (object: Saved) => Saved;
  fault: Fault;
  /** `METHOD path` of every request that changed something. */
  writes: string[];
  close: () => Promise<void>;
};

type Options = { basePath?: string; secure?: boolean };

function notFound(message = 'Not Found') {
  return kibanaError(404, 'Not Found', message);
}

export async function startScriptedKibana({
  basePath = '',
  secure = false,
}: Options = {}): Promise<ScriptedKibana> {
  function listener(request: IncomingMessage, response: ServerResponse) {
    void answer(kibana, basePath, request).then((reply) => send(response, reply));
  }
  const server = secure
    ? createSecureServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, listener)
    : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const kibana: ScriptedKibana = {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}${basePath}`,
    spaces: new Map([['default', new Map<string, Saved>()]]),
    object: (key, space = 'default') => {
      const object = kibana.spaces.get(space)?.get(key);
      if (object === undefined) throw new Error(`There is no ${key} in the space ${space}.`);
      return object;
    },
    version: '8.12.2',
    authorization: undefined,
    migrate: (object) => object,
    fault: () => undefined,
    writes: [],
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return kibana;
}

function send(response: ServerResponse, reply: Reply | 'silence' | 'reset'): void {
  if (reply === 'silence') return;
  if (reply === 'reset') return void response.socket?.resetAndDestroy();
  const content = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  response.writeHead(
    reply.status,
    reply.headers ?? { 'kbn-name': 'scripted', 'content-type': 'application/json' },
  );
  response.end(content);
}

async function answer(
  kibana: ScriptedKibana,
  basePath: string,
  request: IncomingMessage,
): Promise<Reply | 'silence' | 'reset'> {
  const { method = 'GET', url = '/', headers } = request;
  const body = await text(request);
  const fault = kibana.fault({ method, path: url, body });
  if (fault !== undefined) return fault;
  if (!url.startsWith(`${basePath}/`)) return notFound();
  const path = url.slice(basePath.length);

  const isKnown = kibana.authorization === undefined || headers.authorization === kibana.authorization;
  if (path === '/api/status') return { status: 200, body: status(kibana, isKnown) };
  if (!isKnown) return kibanaError(401, 'Unauthorized', '[security_exception]: unable to authenticate user');
  if (method !== 'GET' && headers['kbn-xsrf'] === undefined) {
    return kibanaError(400, 'Bad Request', 'Request must contain a kbn-xsrf header.');
  }
  const asked = /^\/api\/spaces\/space\/([^/]+)$/.exec(path)?.[1];
  if (asked !== undefined) {
    return kibana.spaces.has(asked) ? { status: 200, body: { id: asked, name: asked } } : notFound();
  }
  const [, space = 'default', rest = ''] = /^(?:\/s\/([^/]+))?\/api\/saved_objects\/(.*)$/.exec(path) ?? [];
  if (method === 'POST' && rest === '_export') return exported(kibana, space, body);
  if (method !== 'GET' && rest !== '') kibana.writes.push(`${method} ${url}`);
  if (method === 'POST' && rest === '_import?overwrite=true') {
    const objects = uploadedObjects(headers['content-type'] ?? '', body);
    return Array.isArray(objects) ? importInto(kibana.spaces, space, objects, kibana.migrate) : objects;
  }
  if (method === 'DELETE') {
    const gone = kibana.spaces.get(space)?.delete(decodeURIComponent(rest)) === true;
    return gone ? { status: 200, body: {} } : notFound(`Saved object [${rest}] not found`);
  }
  return notFound();
}

/** Strangers are told no version. */
function status({ version }: ScriptedKibana, isKnown: boolean): object {
  return {
    ...(isKnown ? { name: 'scripted', version: { number: version } } : {}),
    status: { overall: { level: 'available' } },
  };
}

type ExportBody = {
  objects?: { type: string; id: string }[];
  type?: string[];
  hasReference?: { type: string; id: string };
};

function exported({ spaces }: ScriptedKibana, space: string, body: string): Reply {
  const { objects, type = [], hasReference } = JSON.parse(body) as ExportBody;
  const stored = spaces.get(space) ?? new Map<string, Saved>();
  const missing = (objects ?? []).filter((key) => !stored.has(keyOf(key)));
  if (missing.length > 0) {
    const attributes = {
      objects: missing.map((key) => ({
        ...key,
        error: { statusCode: 404, error: 'Not Found', message: `Saved object [${keyOf(key)}] not found` },
      })),
    };
    return kibanaError(400, 'Bad Request', 'Error fetching objects to export', { attributes });
  }
  const found =
    objects === undefined
      ? [...stored.values()].filter(
          (object) =>
            type.includes(object.type) &&
            object.references.some(
              (reference) => reference.type === hasReference?.type && reference.id === hasReference.id,
            ),
        )
      : objects.flatMap((key) => stored.get(keyOf(key)) ?? []);
  const lines = found.map((object) => JSON.stringify({ ...object, version: 'WzEsMV0=' }));
  return {
    status: 200,
    body: lines.join('\n'),
    headers: { 'kbn-name': 'scripted', 'content-type': 'application/ndjson' },
  };
}
