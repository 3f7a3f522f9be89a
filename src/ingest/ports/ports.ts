/**
 * All ports of the pipeline, as the outside hands them to a session. Only `session.ts` and its callers take them whole; every
 * other piece names the few that it uses.
 */

import type { Formats } from '../../domain/formats/index.ts';
import type { Digest } from '../../domain/model/digest.ts';
import type { Codec } from '../../domain/text/codec.ts';
import type { Clock } from './clock.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { Folder } from './folder.ts';
import type { Log } from './log.ts';
import type { Observer } from './observer.ts';
import type { Outage } from './outage.ts';
import type { Self } from './self.ts';
import type { RefreshInterval, Store } from './store.ts';

export type Ports = {
  self: Self;
  folder: Folder;
  /** What sources can be read as. */
  formats: Formats;
  codec: Codec;
  store: Store;
  refreshInterval: RefreshInterval;
  digest: Digest;
  /** Begins the fingerprint of the contents of one source. */
  fingerprint: () => Fingerprint;
  clock: Clock;
  log: Log;
  observer: Observer;
  outage: Outage;
};
