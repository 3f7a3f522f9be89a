/** An Elasticsearch that takes everything and keeps nothing: what is measured against it is the client alone. */

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type NullRequest = { path: string; body: Buffer };

export const nullHeaders = {
  'x-elastic-product': 'Elasticsearch',
  'content-type': 'application/vnd.elasticsearch+json;compatible-with=9',
};

/** What is said of each operation: all there is to say, or what `filter_path` leaves, with an id of the usual length. */
const ACCEPTED = '{"index":{"status":201,"_seq_no":1,"_primary_term":1}}';
const ACCEPTED_IN_SHORT = `{"index":{"_id":"${'i'.repeat(46)}","status":201}}`;
/** Answers of the sizes that were asked for last, since most requests are of few sizes. */
const bulkAnswers = new Map<string, string>();

/** The JSON text of the answer: everything is accepted, and nothing is found. */
export function nullAnswer({ path, body }: NullRequest): string {
  const [route = '', query = ''] = path.split('?');
  const parts = route.split('/').map(decodeURIComponent);
  if (parts.includes('_bulk')) return bulkAnswer(countActions(body), query.includes('filter_path'));
  if (parts.includes('_pit')) return '{"id":"none","succeeded":true}';
  if (parts.includes('_search')) return '{"pit_id":"none","hits":{"total":0,"hits":[]}}';
  if (parts.includes('_mget')) {
    const { ids = [] } = JSON.parse(body.toString()) as { ids?: string[] };
    return JSON.stringify({ docs: ids.map((_id) => ({ _id, found: false })) });
  }
  if (parts.includes('_settings')) {
    const names = (parts[1] ?? '').split(',');
    const settings = { settings: { 'index.uuid': 'none' } };
    return JSON.stringify(Object.fromEntries(names.map((name) => [name, settings])));
  }
  if (parts.includes('_alias')) {
    const names = (parts.at(-1) ?? '').split(',');
    return JSON.stringify({ none: { aliases: Object.fromEntries(names.map((name) => [name, {}])) } });
  }
  return '{"status":"green","acknowledged":true,"_shards":{"total":1,"successful":1,"failed":0}}';
}

const LINE_FEED = 10;
const DELETE = Buffer.from('{"delete"');

/** A deletion is one line, everything else two. */
function countActions(body: Buffer): number {
  let actions = 0;
  for (let at = 0; at < body.length;) {
    const isDelete = body.subarray(at, at + DELETE.length).equals(DELETE);
    at = lineEnd(body, at);
    if (!isDelete) at = lineEnd(body, at);
    actions += 1;
  }
  return actions;
}

function lineEnd(body: Buffer, from: number): number {
  const end = body.indexOf(LINE_FEED, from);
  return end === -1 ? body.length : end + 1;
}

function bulkAnswer(actions: number, isShort: boolean): string {
  const kind = `${actions} ${isShort}`;
  const known = bulkAnswers.get(kind);
  if (known !== undefined) return known;
  const items = `"items":[${Array(actions)
    .fill(isShort ? ACCEPTED_IN_SHORT : ACCEPTED)
    .join(',')}]`;
  const answer = isShort ? `{${items}}` : `{"errors":false,"took":0,${items}}`;
  if (bulkAnswers.size > 100) bulkAnswers.clear();
  bulkAnswers.set(kind, answer);
  return answer;
}

/** The same on a port of the loopback interface. */
export async function startNullServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => response.writeHead(200, nullHeaders).end(nullAnswer({ path: request.url ?? '/', body })),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
