/** Puts adapters behind the ports. */

import { readFile } from 'node:fs/promises';
import type { Client } from '@elastic/elasticsearch';
import { systemClock } from '../../adapters/clock.ts';
import { digest, fingerprint } from '../../adapters/digest.ts';
import type { ElasticsearchConnection } from '../../adapters/elasticsearch/client.ts';
import { connect, type Connection } from '../../adapters/elasticsearch/connect.ts';
import { self } from '../../adapters/self.ts';
import { createRefreshInterval } from '../../adapters/elasticsearch/store/refresh-interval.ts';
import { createStore } from '../../adapters/elasticsearch/store/store.ts';
import { textReader } from '../../adapters/json/text-reader.ts';
import type { ReadFile } from '../../config/file.ts';
import type { Config } from '../../config/schema.ts';
import { silentObserver, type Observer } from '../../ingest/ports/observer.ts';
import type { Outage } from '../../ingest/ports/outage.ts';
import { createOutage } from '../../ingest/sending/outage.ts';
import type { Folder } from '../../ingest/ports/folder.ts';
import type { Log, World } from '../../ingest/ports/world.ts';
import type { SendLimits } from '../../ingest/sending/sender.ts';

/**
 * Connects as the configuration says. A CA file that cannot be read is a `tls` failure.
 *
 * @param signal ends requests that are under way
 */
export async function connectTo({ elasticsearch }: Config, signal?: AbortSignal): Promise<Connection> {
  const {
    nodes,
    api_key: apiKey,
    username,
    password,
    ca_file: caFile,
    request_timeout_seconds: seconds,
    compression,
  } = elasticsearch;
  const auth =
    apiKey !== undefined
      ? { apiKey }
      : username !== undefined && password !== undefined
        ? { username, password }
        : undefined;
  const connection: ElasticsearchConnection = {
    nodes,
    auth,
    requestTimeoutMilliseconds: seconds * 1000,
    compression,
    signal,
  };
  if (caFile === undefined) return connect(connection);
  const file = await readTextFile(caFile);
  if (file.type === 'read') return connect({ ...connection, certificateAuthority: file.text });
  const why = file.type === 'missing' ? 'there is no such file' : file.reason;
  return {
    type: 'tls',
    reason: `The certificate file ${caFile} cannot be read: ${why}. Check ELASTICSEARCH_CA_FILE.`,
  };
}

export function createWorld(
  client: Client,
  prefix: string,
  folder: Folder,
  log: Log,
  observer: Observer = silentObserver,
  outage: Outage = createOutage(systemClock, log, observer),
): World {
  return {
    self,
    folder,
    text: textReader,
    store: createStore(client, prefix),
    refreshInterval: createRefreshInterval(client, prefix),
    digest,
    fingerprint,
    clock: systemClock,
    log,
    observer,
    outage,
  };
}

/** @param patience how long failures that pass by themselves are waited for, in milliseconds */
export function sendLimits({ ingest }: Config, patience: number): SendLimits {
  return {
    bytes: ingest.bulk_bytes,
    documents: ingest.bulk_documents,
    requestsInFlight: ingest.bulk_requests_in_flight,
    patience,
  };
}

export const readTextFile: ReadFile = async (path) => {
  try {
    return { type: 'read', text: await readFile(path, 'utf8') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { type: 'missing' } : { type: 'unreadable', reason: message };
  }
};
