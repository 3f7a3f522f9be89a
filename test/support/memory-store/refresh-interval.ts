import type { Index } from '../../../src/domain/documents/document.ts';
import { isRare, RARE_REFRESH_INTERVAL, ROW_INDICES } from '../../../src/domain/indices/backfill.ts';
import type { RefreshInterval } from '../../../src/ingest/ports/store.ts';
import { ok, type Server } from './server.ts';

export function createRefreshInterval(server: Server): RefreshInterval {
  const isEmpty = (name: Index) => (server.find(name)?.documents.findable().length ?? 0) === 0;
  return {
    hasNoRows: () =>
      server.ask({ name: 'hasNoRows' }, () => server.missing(ROW_INDICES) ?? ok(ROW_INDICES.every(isEmpty))),
    makeRare: () =>
      server.ask({ name: 'makeRare' }, () => {
        const failure = server.missing(ROW_INDICES);
        if (failure !== undefined) return failure;
        for (const physical of ROW_INDICES.flatMap((name) => server.find(name) ?? []))
          physical.refreshInterval ??= RARE_REFRESH_INTERVAL;
        return ok(undefined);
      }),
    putBack: () =>
      server.ask({ name: 'putBack' }, () => {
        const rare = ROW_INDICES.filter((name) => isRare(server.find(name)?.refreshInterval));
        for (const name of rare) setRefreshInterval(server, name, null);
        return ok(rare);
      }),
  };
}

/** @param value null: as the cluster has it */
export function setRefreshInterval(server: Server, index: Index, value: string | null): void {
  const physical = server.find(index);
  if (physical !== undefined) physical.refreshInterval = value;
}
