/**
 * Stands in front of the real Elasticsearch and does to chosen requests what networks, proxies and overloaded servers
 * do. It counts requests by kind, so that a test can name the point between two requests at which something happens.
 */

import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { bulkLines, kindOf, type BulkLine, type RequestKind } from './request-kind.ts';

export type SeenRequest = {
  kind: RequestKind;
  /** The how-manieth of its kind, from 1. */
  n: number;
  method: string;
  path: string;
  body: string;
  /** Of a bulk request. */
  lines: BulkLine[];
};

export type BulkItem = Record<string, { _id?: string; status?: number; [key: string]: unknown }>;

/** What is done to a request. Where nothing is said of forwarding, it is forwarded. */
export type Fault =
  /** Answered here; Elasticsearch sees nothing of it. */
  | { type: 'answer'; status: number; body?: unknown; headers?: Record<string, string> }
  /** The connection is reset. */
  | { type: 'cut'; at: 'before-forwarding' | 'before-answering' }
  /** Half of the answer, then a reset. */
  | { type: 'half' }
  /** Half of the answer, as if it were all of it. */
  | { type: 'truncate' }
  /** No answer, ever. */
  | { type: 'silence'; forward: boolean }
  /** Items of a bulk request that have an outcome here are not forwarded: this is what is said of them. */
  | { type: 'items'; outcome: ItemOutcome; order?: 'reversed' }
  /** Another list of items in the answer of a bulk request than the one that came. */
  | { type: 'rewrite'; items: (items: BulkItem[]) => unknown[] }
  /** Something happens at this point; the request goes its way, if there is anybody left to be answered. */
  | { type: 'point'; at: Point; run: () => void | Promise<void> };

export type Point = 'before-forwarding' | 'before-answering' | 'after-answering';
export type ItemOutcome = (line: BulkLine, n: number) => ItemFault | undefined;
export type ItemFault = { status: number; type: string; reason?: string };

/** The first rule that says something decides. */
export type Rule = (request: SeenRequest) => Fault | undefined;

export type FaultProxy = {
  url: string;
  /** Adds a rule; the result takes it away again. */
  rule: (rule: Rule) => () => void;
  counts: () => Record<RequestKind, number>;
  /** Everything that came, without bodies. */
  log: () => readonly string[];
  /** Refuses connections and resets those that are there, until `up`. */
  down: () => Promise<void>;
  up: () => Promise<void>;
  close: () => Promise<void>;
};

type Answer = { status: number; headers: Record<string, string>; body: string };

const KINDS: RequestKind[] = [
  ...(['claims', 'documents', 'sweep', 'ledger', 'judgement'] as const),
  ...(['refresh', 'search', 'mget', 'alias', 'other'] as const),
];

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const rules = new Set<Rule>();
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<RequestKind, number>;
  const log: string[] = [];
  const sockets = new Set<Socket>();
  const agent = new Agent({ keepAlive: true });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const { method = 'GET', url: path = '/' } = incoming;
    const lines = bulkLines(path, body);
    const kind = kindOf(method, path, lines);
    counts[kind] += 1;
    const seen: SeenRequest = { kind, n: counts[kind], method, path, body, lines };
    let fault: Fault | undefined;
    for (const rule of rules) fault ??= rule(seen);
    log.push(`${kind} ${seen.n} ${method} ${path}${fault === undefined ? '' : ` ${fault.type}`}`);
    const forward = (content = body) => send(target, agent, incoming, content);
    if (fault === undefined) return reply(response, await forward());
    return commit(fault, { seen, response, forward });
  }

  const server = createServer((incoming, response) => {
    // Whoever asked may be gone by now: that is what these tests are about.
    handle(incoming, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.on('close', () => sockets.delete(socket));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
  await listen(0);
  const { port } = server.address() as { port: number };
  async function down() {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    rule: (rule) => {
      rules.add(rule);
      return () => rules.delete(rule);
    },
    counts: () => ({ ...counts }),
    log: () => log,
    down,
    up: () => listen(port),
    close: async () => {
      await down();
      agent.destroy();
    },
  };
}

type Exchange = {
  seen: SeenRequest;
  response: ServerResponse;
  forward: (body?: string) => Promise<Answer>;
};

async function commit(fault: Fault, { seen, response, forward }: Exchange): Promise<void> {
  switch (fault.type) {
    case 'answer':
      return reply(response, {
        status: fault.status,
        headers: fault.headers ?? {
          'x-elastic-product': 'Elasticsearch',
          'content-type': 'application/json',
        },
        body: typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {}),
      });
    case 'cut':
      if (fault.at === 'before-answering') await forward();
      return void response.socket?.resetAndDestroy();
    case 'half':
      return half(response, await forward());
    case 'truncate': {
      const answer = await forward();
      return reply(response, { ...answer, body: answer.body.slice(0, answer.body.length / 2) });
    }
    case 'silence':
      if (fault.forward) await forward();
      return undefined;
    case 'items':
      return reply(response, await withItems(seen, fault, forward));
    case 'rewrite': {
      const answer = await forward();
      const content = JSON.parse(answer.body) as { items: BulkItem[] };
      return reply(response, {
        ...answer,
        body: JSON.stringify({ ...content, items: fault.items(content.items) }),
      });
    }
    case 'point': {
      if (fault.at === 'before-forwarding') await fault.run();
      const answer = await forward();
      if (fault.at === 'before-answering') await fault.run();
      await reply(response, answer);
      if (fault.at === 'after-answering') await fault.run();
      return undefined;
    }
  }
}

/** Forwards the items that are spared, and puts the answer together again in the order of the request. */
async function withItems(
  { lines }: SeenRequest,
  { outcome, order }: Fault & { type: 'items' },
  forward: Exchange['forward'],
): Promise<Answer> {
  const faults = lines.map(outcome);
  const spared = lines.filter((_line, n) => faults[n] === undefined);
  const answer: Answer =
    spared.length > 0
      ? await forward(spared.map((line) => line.text).join(''))
      : {
          status: 200,
          headers: { 'x-elastic-product': 'Elasticsearch', 'content-type': 'application/json' },
          body: '{"took":1,"items":[]}',
        };
  if (answer.status !== 200) return answer;
  const content = JSON.parse(answer.body) as { items: BulkItem[] };
  const rest = content.items.values();
  const items = lines.map(({ type, index, id }, n) => {
    const fault = faults[n];
    if (fault === undefined) return rest.next().value;
    const error = { type: fault.type, reason: fault.reason ?? `${fault.type} as told by the test` };
    return { [type]: { _index: index, _id: id, status: fault.status, error } };
  });
  return {
    ...answer,
    body: JSON.stringify({
      ...content,
      errors: true,
      items: order === 'reversed' ? items.toReversed() : items,
    }),
  };
}

function send(target: string, agent: Agent, incoming: IncomingMessage, body: string): Promise<Answer> {
  const { hostname, port } = new URL(target);
  // Of the headers of one connection, and of a compression that nobody here would undo.
  const {
    host: _host,
    connection: _connection,
    'accept-encoding': _encoding,
    'transfer-encoding': _transfer,
    ...headers
  } = incoming.headers;
  const length = Buffer.byteLength(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        agent,
        method: incoming.method,
        path: incoming.url,
        headers: {
          ...headers,
          ...((length > 0 || incoming.method !== 'GET') && { 'content-length': length }),
        },
      },
      (response) => {
        const { 'transfer-encoding': _chunked, connection: _closed, ...kept } = response.headers;
        text(response).then(
          (content) =>
            resolve({
              status: response.statusCode ?? 500,
              headers: kept as Record<string, string>,
              body: content,
            }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function reply(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  return new Promise((resolve) => {
    response.on('close', () => resolve());
    const { 'content-length': stated, ...others } = headers;
    // The answer to HEAD states a length and has no body.
    const length = body === '' && stated !== undefined ? stated : Buffer.byteLength(body);
    response.writeHead(status, { ...others, 'content-length': length });
    response.end(body, () => resolve());
  });
}

function half(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  return new Promise((resolve) => {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => {
      response.socket?.resetAndDestroy();
      resolve();
    });
  });
}
