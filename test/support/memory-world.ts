/** Daemons on one folder and one cluster, all of it in memory, at a time that a test sets. */

import { codec } from '../../src/adapters/codec.ts';
import { digest, fingerprint } from '../../src/adapters/digest.ts';
import type { Index } from '../../src/domain/documents/document.ts';
import { fileEntry } from '../../src/domain/documents/file.ts';
import { fileId, runKey } from '../../src/domain/documents/ids.ts';
import { formats as shipped } from '../../src/domain/formats/index.ts';
import type { Lease, LedgerEntry } from '../../src/domain/ledger/entry.ts';
import { silentObserver } from '../../src/ingest/ports/observer.ts';
import type { Log } from '../../src/ingest/ports/log.ts';
import type { Ports } from '../../src/ingest/ports/ports.ts';
import { createOutage } from '../../src/ingest/sending/outage.ts';
import type { SendLimits } from '../../src/ingest/sending/sender.ts';
import { openSession, type Session, type SessionPassOptions } from '../../src/ingest/session.ts';
import type { Outcome } from '../../src/ingest/round/outcome.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createMemoryFolder, type MemoryFolder } from './memory-folder.ts';
import { createMemoryStore, type MemoryStore } from './memory-store/memory-store.ts';

export const LIMITS: SendLimits = {
  bytes: 1_000_000,
  documents: 1000,
  requestsInFlight: 2,
  patience: 60_000,
};

export type Logged = { level: keyof Log; message: string; fields: Record<string, unknown> };

/** What several daemons share, and what a test looks at. */
export type Place = {
  clock: ManualClock;
  memory: MemoryStore;
  folder: MemoryFolder;
  logged: Logged[];
  /** What the ledger says of a file at this moment. */
  entry: (path: string) => LedgerEntry | undefined;
  /** A run's own document at this moment. */
  run: (id: string, project?: string) => Record<string, unknown> | undefined;
  /** The documents of a run's rows and scores at this moment. */
  rows: (index: Index, id: string, project?: string) => Record<string, unknown>[];
  /** The world of one process. */
  world: (session?: string, options?: ProcessOptions) => Ports;
};

export type ProcessOptions = {
  /** The sessions whose processes it knows to be dead. */
  dead?: readonly string[];
  /** Another folder than that of the others. */
  folder?: MemoryFolder;
  /** It is never woken from waiting: it renews no lease. */
  isStopped?: boolean;
};

export function createPlace(formats = shipped): Place {
  const clock = createManualClock();
  const memory = createMemoryStore(clock.elapsed);
  const folder = createMemoryFolder(clock, '/results', formats.memberOf);
  const logged: Logged[] = [];
  function at(level: keyof Log) {
    return (fields: object, message: string) => void logged.push({ level, message, fields: { ...fields } });
  }
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return {
    clock,
    memory,
    folder,
    logged,
    entry: (path) => {
      const stored = memory.document('files', fileId(digest, folder.root, path));
      return stored && fileEntry(stored.source);
    },
    run: (id, project = 'p') => memory.document('experiments', runKey(digest, project, id))?.source,
    rows: (index, id, project = 'p') => {
      const key = runKey(digest, project, id);
      return memory
        .documents(index)
        .map(({ source }) => source)
        .filter((source) => (source as { run: { key: string } }).run.key === key);
    },
    world: (session = 'one', { dead = [], folder: own = folder, isStopped = false } = {}) => {
      const lease: Lease = { session, host: 'here', process: 1 };
      return {
        self: { lease, isDead: (other) => dead.includes(other.session) },
        folder: own,
        formats,
        codec,
        store: memory.store,
        refreshInterval: memory.refreshInterval,
        digest,
        fingerprint,
        clock: isStopped ? { ...clock, wait: () => new Promise(() => {}) } : clock,
        log,
        observer: silentObserver,
        outage: createOutage(clock, log, silentObserver),
      };
    },
  };
}

export type Daemon = Session & {
  /** A pass over what a scan finds, with as much time as it takes. */
  passOver: (options?: Partial<SessionPassOptions>) => Promise<Outcome>;
};

/** A process that has read the ledger. */
export async function openDaemon(
  { clock }: Pick<Place, 'clock'>,
  world: Ports,
  limits: Partial<SendLimits> = {},
  signal?: AbortSignal,
): Promise<Daemon> {
  const session = await clock.until(openSession(world, { limits: { ...LIMITS, ...limits }, signal }));
  if (session.type !== 'ok') throw new Error(session.reason, { cause: session });
  const { value } = session;
  return {
    ...value,
    passOver: async (options) => {
      const scan = await world.folder.scan();
      if (scan.type !== 'scanned') throw new Error(scan.reason);
      return clock.until(value.pass(scan.sources, { isYoung: () => false, settle: 0, ...options }));
    },
  };
}

/** What a pass over what a scan finds comes to while another work is under way: no time passes. */
export async function passAmid(daemon: Session, { folder }: Pick<Place, 'folder'>): Promise<Outcome> {
  const scan = await folder.scan();
  if (scan.type !== 'scanned') throw new Error(scan.reason);
  return daemon.pass(scan.sources, { isYoung: () => false, settle: 0 });
}

/** A run file of the project `p`. */
export function runFile(id: string, accuracy = 0.5, more: object = {}): object {
  return { schema: 'runlens.run/1', run: { id }, metrics: { validation: { accuracy } }, ...more };
}

/** Rows of images. */
export function imageRows(...ids: string[]): object[] {
  return ids.map((id) => ({ id, split: 'validation', metrics: { iou: 0.5 } }));
}
