/** Everything that the pipeline needs of the outside. Adapters supply it; tests may supply a world with faults. */

import type { Digest } from '../../domain/documents/ids.ts';
import type { Lease } from '../../domain/ledger/entry.ts';
import type { Folder } from './folder.ts';
import type { Observer } from './observer.ts';
import type { Outage } from './outage.ts';
import type { RefreshInterval, Store } from './store.ts';
import type { TextReader } from './text.ts';

/** The fingerprint of several contents, one after the other; where one ends and the next begins counts. */
export type Fingerprint = {
  /** A piece of the content; how it is cut into pieces does not count. */
  add: (piece: Uint8Array) => void;
  endContent: () => void;
  value: () => string;
};

export type Log = {
  debug: (fields: object, message: string) => void;
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
};

export type Clock = {
  /** ISO 8601, UTC. */
  now: () => string;
  /** Milliseconds since 1970. */
  unix: () => number;
  /** Milliseconds that only grow. */
  elapsed: () => number;
  /** Resolves after that time, or at once when the signal is aborted. */
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  random: () => number;
};

/** Who this process is, and who else may still be alive. */
export type Self = {
  lease: Lease;
  /** Whether the holder of a lease is known to be dead: a process of this host that is no more. */
  isDead: (lease: Lease) => boolean;
};

export type World = {
  self: Self;
  folder: Folder;
  text: TextReader;
  store: Store;
  refreshInterval: RefreshInterval;
  digest: Digest;
  /** Begins a fingerprint of the content of files. */
  fingerprint: () => Fingerprint;
  clock: Clock;
  log: Log;
  observer: Observer;
  outage: Outage;
};
