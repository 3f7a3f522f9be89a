import type { Client } from '@elastic/elasticsearch';
import { connect, type Connection } from '../../adapters/elasticsearch/connect.ts';
import type { Config } from '../../config/schema.ts';
import type { Report } from '../../output/report.ts';
import { couldNot } from './elasticsearch-failure.ts';
import type { Invocation } from './invocation.ts';
import { serverAccess } from './server-access.ts';
import { withConfig } from './with-config.ts';

/** Does the work with a client, which is closed afterwards. No connection is the report instead. */
export function withElasticsearch(
  invocation: Pick<Invocation, 'io' | 'options'>,
  work: (client: Client, config: Config) => Promise<Report>,
): Promise<Report> {
  return withConfig(invocation, {}, async ({ config }) => {
    const connection = await connectTo(config);
    if (connection.type !== 'connected') return couldNot('no Elasticsearch', connection);
    try {
      return await work(connection.client, config);
    } finally {
      await connection.client.close();
    }
  });
}

/**
 * Connects as the configuration says.
 *
 * @param signal ends requests that are under way
 */
export async function connectTo(config: Config, signal?: AbortSignal): Promise<Connection> {
  const access = await serverAccess('elasticsearch', config);
  if (access.type !== 'ok') return access;
  const { nodes, compression } = config.elasticsearch;
  return connect({ ...access.value, nodes, compression, signal });
}
