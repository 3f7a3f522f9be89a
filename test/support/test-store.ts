import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/adapters/clock.ts';
import { connect } from '../../src/adapters/elasticsearch/connect.ts';
import { provisionPorts } from '../../src/adapters/elasticsearch/provision-ports.ts';
import { createRefreshInterval } from '../../src/adapters/elasticsearch/store/refresh-interval.ts';
import { createStore } from '../../src/adapters/elasticsearch/store/store.ts';
import { readMappings } from '../../src/adapters/fs/mappings.ts';
import { setupIndices } from '../../src/commands/setup-indices/setup-indices.ts';
import type { Index } from '../../src/domain/documents/document.ts';
import { aliasOf, INDEX_NAMES } from '../../src/domain/indices/names.ts';
import { silentObserver } from '../../src/ingest/ports/observer.ts';
import { createOutage } from '../../src/ingest/sending/outage.ts';
import type { Log } from '../../src/ingest/ports/log.ts';
import { createSender, type Sender } from '../../src/ingest/sending/sender.ts';
import type { StoreUnderTest } from './memory-store/contract-subject.ts';

/** The pipeline's store on indices of its own, in a real Elasticsearch. None of them is refreshed by itself. */
export type TestStore = StoreUnderTest & {
  newSender: () => Sender;
  log: Log;
};

export async function createTestStore(url: string): Promise<TestStore> {
  const prefix = `test-${randomUUID()}`;
  const options = { nodes: [url], requestTimeoutMilliseconds: 60_000, compression: false };
  const connection = await connect(options);
  if (connection.type !== 'connected') throw new Error(connection.reason);
  const { client } = connection;
  const store = createStore(client, prefix);
  function setup() {
    return setupIndices({ ...provisionPorts(client), readMappings }, { prefix });
  }
  async function setRefreshInterval(index: Index, value: string | null): Promise<void> {
    const settings = { 'index.refresh_interval': value } as object;
    await client.indices.putSettings({ index: aliasOf(prefix, index), settings });
  }
  /** Elasticsearch refuses to delete by wildcard unless told otherwise. */
  async function remove(name: string) {
    const index = Object.keys(await client.indices.get({ index: name }));
    await client.indices.delete({ index });
  }
  await setup();
  for (const index of INDEX_NAMES) await setRefreshInterval(index, '-1');
  const said: object[] = [];
  const say = (fields: object) => void said.push(fields);
  const log: Log = { debug: say, info: say, warn: say, error: say };
  const outage = createOutage(systemClock, log, silentObserver);
  const limits = { bytes: 1_000_000, documents: 1000, requestsInFlight: 2, patience: 60_000 };
  return {
    store,
    refreshInterval: createRefreshInterval(client, prefix),
    newSender: () => createSender({ store, clock: systemClock, log, outage }, limits),
    log,
    shown: async () => {
      const name = `${prefix}-images-best`;
      const [index] = Object.values(await client.indices.getAlias({ name }));
      const keys = index?.aliases[name]?.filter?.terms?.['run.key'];
      return Array.isArray(keys) ? keys.map(String) : [];
    },
    removeIndex: (index) => remove(aliasOf(prefix, index)),
    createIndex: async (index) => {
      await setup();
      await setRefreshInterval(index, '-1');
    },
    setRefreshInterval,
    close: async () => {
      await remove(`${prefix}-*`);
      await client.indices.deleteIndexTemplate({ name: `${prefix}-*` });
      await client.close();
    },
  };
}
