import type { Client } from '@elastic/elasticsearch';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { bareUrl } from '../http.ts';
import { type Compatibility, createClient, type ElasticsearchConnection, mediaType } from './client.ts';
import { toFailure } from './errors.ts';
import { isKibana, kibanaFailure } from './response-failure.ts';

export type Connection =
  | { type: 'connected'; client: Client; compatibility: Compatibility }
  | ElasticsearchFailure;

/** Commands promise to give up within ten seconds if there is no answer. */
const DEADLINE_MILLISECONDS = 6_000;

const REFUSED_MEDIA_TYPE = 'media_type_header_exception';

/** Asks one node, which the client chooses. */
async function probe(
  client: Client,
  compatibility: Compatibility,
  milliseconds: number,
): Promise<Attempt<unknown>> {
  const signal = AbortSignal.timeout(milliseconds);
  // For requests without a body the client accepts two media types, and servers do not check the version in a list: they
  // would accept this request and reject the first one with a body.
  const headers = { accept: mediaType('json', compatibility) };
  try {
    // No retries: each node has its share of the time, and the caller asks the next one.
    const options = { signal, headers, meta: true, maxRetries: 0 } as const;
    const answer = await client.cluster.health({ master_timeout: '5s' }, options);
    if (answer.statusCode < 300) return { type: 'ok', value: undefined };
    if (isKibana(answer.headers)) return kibanaFailure(answer.statusCode);
    return {
      type: 'not-elasticsearch',
      status: answer.statusCode,
      reason: `What answers there redirects to elsewhere (${answer.statusCode}). Check ELASTICSEARCH_URL.`,
    };
  } catch (error) {
    if (signal.aborted) {
      const seconds = Number((milliseconds / 1000).toFixed(1));
      return { type: 'timeout', reason: `No answer from Elasticsearch within ${seconds} seconds.` };
    }
    return toFailure(error);
  }
}

/** Whether another node may answer after this failure. */
function worthAnotherNode({ type }: ElasticsearchFailure): boolean {
  return (
    type === 'unreachable' || type === 'timeout' || type === 'unavailable' || type === 'too-many-requests'
  );
}

/**
 * Whether Elasticsearch itself rejected the probe, so that there is a connection: a user with no more than the privilege
 * to write documents may not see the cluster's health, and hosted offers of Elasticsearch may lack that endpoint.
 */
function provesConnection({ type, exception }: ElasticsearchFailure): boolean {
  return (
    exception !== REFUSED_MEDIA_TYPE &&
    (type === 'forbidden' || type === 'not-found' || type === 'bad-request' || type === 'blocked')
  );
}

async function probeNodes(
  client: Client,
  compatibility: Compatibility,
  nodes: number,
  until: number,
): Promise<Attempt<unknown>> {
  for (let left = nodes; ; left -= 1) {
    const milliseconds = Math.max(1, Math.round((until - performance.now()) / left));
    const answer = await probe(client, compatibility, milliseconds);
    if (answer.type === 'ok' || left <= 1 || !worthAnotherNode(answer)) return answer;
  }
}

/**
 * Connects to the cluster in the newest request format that it understands: 9, else 8.
 *
 * @returns a client, which the caller closes; or why no node has answered by the deadline
 */
export async function connect(
  connection: ElasticsearchConnection,
  deadlineMilliseconds = DEADLINE_MILLISECONDS,
): Promise<Connection> {
  const until = performance.now() + deadlineMilliseconds;
  const addresses = connection.nodes.map((node) => bareUrl(node).href).join(', ');
  async function speak(compatibility: Compatibility): Promise<Connection> {
    const client = createClient(connection, compatibility);
    const answer = await probeNodes(client, compatibility, connection.nodes.length, until);
    if (answer.type === 'ok' || provesConnection(answer)) return { type: 'connected', client, compatibility };
    await client.close();
    return { ...answer, reason: `${answer.reason} Asked: ${addresses}` };
  }

  const newest = await speak(9);
  if (newest.type === 'connected' || newest.exception !== REFUSED_MEDIA_TYPE) return newest;
  const older = await speak(8);
  if (older.type === 'connected' || older.exception !== REFUSED_MEDIA_TYPE) return older;
  return {
    ...older,
    reason: `The Elasticsearch at ${addresses} is of a version that runlens does not speak to. Versions 8 and 9 will do.`,
  };
}
