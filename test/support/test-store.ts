import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/adapters/clock.ts';
import { connect } from '../../src/adapters/elasticsearch/connect.ts';
import { provisionPorts } from '../../src/adapters/elasticsearch/provision-ports.ts';
import { createStore } from '../../src/adapters/elasticsearch/store/store.ts';
import { readMappings } from '../../src/adapters/fs/mappings.ts';
import { setupIndices } from '../../src/commands/setup-indices/setup-indices.ts';
import { silentObserver } from '../../src/ingest/ports/observer.ts';
import { createOutage } from '../../src/ingest/sending/outage.ts';
import type { Log } from '../../src/ingest/ports/log.ts';
import type { Store } from '../../src/ingest/ports/store.ts';
import { createSender, type Sender } from '../../src/ingest/sending/sender.ts';

/** The pipeline's store on indices of its own, in a real Elasticsearch. */
export type TestStore = {
  store: Store;
  newSender: () => Sender;
  log: Log;
  /** The runs that the alias of the best images shows. */
  shown: () => Promise<string[]>;
  remove: () => Promise<void>;
};

export async function createTestStore(url: string): Promise<TestStore> {
  const prefix = `test-${randomUUID()}`;
  const options = { nodes: [url], requestTimeoutMilliseconds: 60_000, compression: false };
  const connection = await connect(options);
  if (connection.type !== 'connected') throw new Error(connection.reason);
  const { client } = connection;
  await setupIndices({ ...provisionPorts(client), readMappings }, { prefix });
  const store = createStore(client, prefix);
  const said: object[] = [];
  const say = (fields: object) => void said.push(fields);
  const log: Log = { debug: say, info: say, warn: say, error: say };
  const outage = createOutage(systemClock, log, silentObserver);
  const limits = { bytes: 1_000_000, documents: 1000, requestsInFlight: 2, patience: 60_000 };
  return {
    store,
    newSender: () => createSender({ store, clock: systemClock, log, outage }, limits),
    log,
    shown: async () => {
      const name = `${prefix}-images-best`;
      const [index] = Object.values(await client.indices.getAlias({ name }));
      const keys = index?.aliases[name]?.filter?.terms?.['run.key'];
      return Array.isArray(keys) ? keys.map(String) : [];
    },
    remove: async () => {
      // Elasticsearch refuses to delete by wildcard unless told otherwise.
      const indices = Object.keys(await client.indices.get({ index: `${prefix}-*` }));
      await client.indices.delete({ index: indices });
      await client.indices.deleteIndexTemplate({ name: `${prefix}-*` });
      await client.close();
    },
  };
}
