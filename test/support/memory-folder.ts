import { formats, type Formats } from '../../src/domain/formats/index.ts';
import { groupBySource, isWithin } from '../../src/domain/formats/source.ts';
import type { Place } from '../../src/domain/ledger/absence.ts';
import type { Clock } from '../../src/ingest/ports/clock.ts';
import type { Folder, FoundFile, FoundSource } from '../../src/ingest/ports/folder.ts';

/** A watched folder in memory. */
export type MemoryFolder = Folder & {
  /** Writes a file as JSON, or as it is where it is a text. Each write has a state of its own. */
  write: (path: string, content: unknown, options?: { isMoved?: boolean }) => void;
  rename: (from: string, to: string) => void;
  remove: (path: string) => void;
  paths: () => string[];
  /** What is not as usual, until it is changed back. */
  circumstances: {
    /** Files that may not be read, with the reason. */
    unreadable: Map<string, string>;
    /** Files and subfolders that a scan cannot look at. */
    unseen: string[];
    misnamed: string[];
    place: Place;
    /** Why the folder itself cannot be read. */
    away: string | undefined;
    /** Is called while a file is read, after its first half. */
    whileReading: (path: string) => void;
  };
};

type Stored = { bytes: Uint8Array; found: FoundFile };

export function createMemoryFolder(
  clock: Pick<Clock, 'unix'>,
  root = '/results',
  memberOf: Formats['memberOf'] = formats.memberOf,
): MemoryFolder {
  const files = new Map<string, Stored>();
  const encoder = new TextEncoder();
  let writes = 0;
  const circumstances: MemoryFolder['circumstances'] = {
    unreadable: new Map(),
    unseen: [],
    misnamed: [],
    place: { device: '1', inode: '1', hasMarker: false },
    away: undefined,
    whileReading: () => {},
  };

  function sources(): FoundSource[] {
    const members = [...files.values()].flatMap(({ found }) => {
      const source = memberOf(found.path)?.source;
      return source === undefined ? [] : { source, file: found };
    });
    return groupBySource(members);
  }

  /** Not within what cannot be looked at, nor is any of that within it. */
  function isSeen({ path }: FoundSource): boolean {
    return !circumstances.unseen.some((part) => isWithin(part, path) || isWithin(path, part));
  }

  return {
    root,
    memberOf,
    circumstances,
    paths: () => [...files.keys()],
    write: (path, content, { isMoved = false } = {}) => {
      writes += 1;
      const bytes = encoder.encode(typeof content === 'string' ? content : JSON.stringify(content));
      const modifiedNs = String(BigInt(clock.unix()) * 1_000_000n + BigInt(writes));
      const state = { size: bytes.length, modifiedNs, inode: String(writes) };
      const modifiedAt = new Date(clock.unix()).toISOString();
      files.set(path, { bytes, found: { path, state, modifiedAt, isMoved } });
    },
    rename: (from, to) => {
      const file = files.get(from);
      if (file === undefined) throw new Error(`There is no file ${from}`);
      files.delete(from);
      files.set(to, { ...file, found: { ...file.found, path: to, isMoved: true } });
    },
    remove: (path) => files.delete(path),
    scan: async () => {
      const { away, unseen, misnamed, place } = circumstances;
      if (away !== undefined) return { type: 'no-folder', reason: away };
      return { type: 'scanned', sources: sources().filter(isSeen), unseen, misnamed, place };
    },
    find: async (source) => sources().find(({ path }) => path === source),
    look: async (path) => files.get(path)?.found,
    stream: async (path, take) => {
      const before = files.get(path);
      if (before === undefined) return { type: 'missing' };
      const reason = circumstances.unreadable.get(path);
      if (reason !== undefined) return { type: 'unreadable', reason };
      const half = Math.ceil(before.bytes.length / 2);
      const wantsMore = await take(before.bytes.slice(0, half));
      circumstances.whileReading(path);
      if (wantsMore) await take(before.bytes.slice(half));
      return files.get(path) === before ? { type: 'read', file: before.found } : { type: 'changing' };
    },
  };
}
