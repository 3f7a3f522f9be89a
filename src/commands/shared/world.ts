/** Puts adapters behind the ports. */

import type { Client } from '@elastic/elasticsearch';
import { systemClock } from '../../adapters/clock.ts';
import { digest, fingerprint } from '../../adapters/digest.ts';
import { self } from '../../adapters/self.ts';
import { createRefreshInterval } from '../../adapters/elasticsearch/store/refresh-interval.ts';
import { createStore } from '../../adapters/elasticsearch/store/store.ts';
import { codec } from '../../adapters/codec.ts';
import { formats } from '../../domain/formats/index.ts';
import type { Config } from '../../config/schema.ts';
import { silentObserver, type Observer } from '../../ingest/ports/observer.ts';
import type { Outage } from '../../ingest/ports/outage.ts';
import { createOutage } from '../../ingest/sending/outage.ts';
import type { Folder } from '../../ingest/ports/folder.ts';
import type { Log } from '../../ingest/ports/log.ts';
import type { Ports } from '../../ingest/ports/ports.ts';
import type { SendLimits } from '../../ingest/sending/sender.ts';

export function createWorld(
  client: Client,
  prefix: string,
  folder: Folder,
  log: Log,
  observer: Observer = silentObserver,
  outage: Outage = createOutage(systemClock, log, observer),
): Ports {
  return {
    self,
    folder,
    codec,
    formats,
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
