import type { ItemOutcome, WriteToken } from '../../../src/ingest/ports/store.ts';

/** A document, and the last write to it. */
export type Stored = {
  id: string;
  routing?: string | undefined;
  version: number;
  token: WriteToken;
  source: Record<string, unknown>;
};

/** An operation as the body of a bulk request says it. */
export type Action = {
  type: 'index' | 'create' | 'delete';
  id: string;
  routing?: string | undefined;
  /** External: a lower one than that of the document, or of its tombstone, is refused. */
  version?: number | undefined;
  condition?: WriteToken | undefined;
  source: Record<string, unknown>;
};

export type MemoryIndex = {
  /** Applies one operation. Only `done` ones count as writes. */
  write: (action: Action) => ItemOutcome;
  get: (id: string) => Stored | undefined;
  /** All documents as they are. */
  all: () => Stored[];
  refresh: () => void;
  /** All documents as they were at the last refresh. */
  findable: () => readonly Stored[];
};

/** As in the mappings (`index.gc_deletes`), in milliseconds. */
const TOMBSTONES_KEPT = 600_000;

/**
 * One index with the rules of Elasticsearch for versions, conditions and searches.
 *
 * @param elapsed milliseconds that only grow
 */
export function createMemoryIndex(elapsed: () => number): MemoryIndex {
  const live = new Map<string, Stored>();
  const tombstones = new Map<string, { version: number; at: number }>();
  let searched: readonly Stored[] = [];
  let sequence = -1;

  function lastVersion(id: string): number {
    const tombstone = tombstones.get(id);
    const isKept = tombstone !== undefined && elapsed() - tombstone.at < TOMBSTONES_KEPT;
    return live.get(id)?.version ?? (isKept ? tombstone.version : 0);
  }

  function conflicts({ type, id, version, condition }: Action): boolean {
    const before = live.get(id);
    if (type === 'create') return before !== undefined;
    if (condition !== undefined) return before === undefined || !isSame(before.token, condition);
    return version !== undefined && version < lastVersion(id);
  }

  return {
    write: (action) => {
      if (conflicts(action)) return CONFLICT;
      const { type, id, routing, source } = action;
      const isNew = !live.has(id);
      const version = action.version ?? lastVersion(id) + 1;
      const token = { sequence: (sequence += 1), term: 1 };
      live.delete(id);
      tombstones.delete(id);
      if (type === 'delete') {
        tombstones.set(id, { version, at: elapsed() });
        return { status: isNew ? 404 : 200, token };
      }
      live.set(id, { id, routing, version, token, source });
      return { status: isNew ? 201 : 200, token };
    },
    get: (id) => live.get(id),
    all: () => [...live.values()],
    refresh: () => {
      searched = [...live.values()];
    },
    findable: () => searched,
  };
}

function isSame(a: WriteToken, b: WriteToken): boolean {
  return a.sequence === b.sequence && a.term === b.term;
}

const CONFLICT: ItemOutcome = {
  status: 409,
  errorType: 'version_conflict_engine_exception',
  reason: 'version conflict',
};
