import { digest } from '../../src/adapters/digest.ts';
import { fileEntry } from '../../src/domain/documents/file.ts';
import { fileId } from '../../src/domain/documents/ids.ts';
import type { LedgerEntry } from '../../src/domain/ledger/entry.ts';
import type { Operation, StoredEntry, WriteToken } from '../../src/ingest/ports/store.ts';
import type { Sender } from '../../src/ingest/sending/sender.ts';

/** The ledger's documents with Elasticsearch's rule for conditional writes, for several daemons of one test. */
export type MemoryLedger = {
  readEntries: (ids: readonly string[]) => Promise<{ type: 'ok'; value: StoredEntry[] }>;
  newSender: () => Sender;
  entry: (folder: string, path: string) => LedgerEntry | undefined;
  damage: (folder: string, path: string) => void;
};

export function createMemoryLedger(): MemoryLedger {
  const documents = new Map<string, { source: Record<string, unknown>; token: WriteToken }>();
  let sequence = 0;
  const nextToken = (): WriteToken => ({ sequence: (sequence += 1), term: 1 });

  function holds({ id, condition }: Operation): boolean {
    const stored = documents.get(id);
    if (condition === undefined) return true;
    if (condition === 'absent') return stored === undefined;
    return stored?.token.sequence === condition.sequence;
  }

  return {
    readEntries: async (ids) => ({
      type: 'ok',
      value: ids.flatMap((id) => {
        const stored = documents.get(id);
        return stored === undefined ? [] : [{ id, token: stored.token, entry: fileEntry(stored.source) }];
      }),
    }),
    newSender: () => ({
      add: async (operation, receipt) => {
        if (!holds(operation)) return receipt?.overtaken?.(operation);
        const token = nextToken();
        if (operation.type === 'delete') documents.delete(operation.id);
        else
          documents.set(operation.id, {
            source: JSON.parse(operation.body) as Record<string, unknown>,
            token,
          });
        return receipt?.accepted?.(operation.index, token);
      },
      addRow: () => {
        throw new Error('not used');
      },
      flush: async () => undefined,
    }),
    entry: (folder, path) => {
      const stored = documents.get(fileId(digest, folder, path));
      return stored === undefined ? undefined : fileEntry(stored.source);
    },
    damage: (folder, path) => documents.set(fileId(digest, folder, path), { source: {}, token: nextToken() }),
  };
}
