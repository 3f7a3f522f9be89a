/** The pipeline's ports on a folder, with the real client, whose requests are answered without a server. */

import { BaseConnection, Client } from '@elastic/elasticsearch';
import { AnswerSerializer } from '../../src/adapters/elasticsearch/bulk-answer.ts';
import { openFolder } from '../../src/adapters/fs/folder.ts';
import type { Ports } from '../../src/ingest/ports/ports.ts';
import { createWorld } from '../../src/commands/shared/world.ts';
import { nullAnswer, nullHeaders } from './null-elasticsearch.ts';

/** Takes a request's body, in one piece, and has the answer ready. */
class NullConnection extends BaseConnection {
  override async request(
    ...[{ path, body, querystring }]: Parameters<BaseConnection['request']>
  ): Promise<Awaited<ReturnType<BaseConnection['request']>> & { body: never }> {
    const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.isBuffer(body) ? body : EMPTY;
    taken.bytes += bytes.length;
    const answer = {
      body: nullAnswer({ path: `${path}?${querystring}`, body: bytes }),
      headers: nullHeaders,
      statusCode: 200,
    };
    return answer as typeof answer & { body: never };
  }
}

const EMPTY = Buffer.alloc(0);
const taken = { bytes: 0 };

/** `takenBytes`: of all requests' bodies so far. */
export async function openNullWorld(path: string): Promise<{ world: Ports; takenBytes: () => number }> {
  const opened = await openFolder(path);
  if (opened.type !== 'folder') throw new Error(`${path}: ${opened.reason}`);
  const client = new Client({
    node: 'http://nowhere',
    Connection: NullConnection,
    Serializer: AnswerSerializer,
    maxRetries: 0,
  });
  const log = { debug: ignore, info: ignore, warn: ignore, error: complain };
  return { world: createWorld(client, 'benchmark', opened.folder, log), takenBytes: () => taken.bytes };
}

function ignore(): void {}

function complain(fields: object, message: string): never {
  throw new Error(`${message}: ${JSON.stringify(fields)}`);
}
