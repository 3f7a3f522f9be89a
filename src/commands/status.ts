import type { LedgerEntry } from '../domain/ledger.ts';
import type { Attempt } from '../domain/outcome.ts';
import type { Search } from '../domain/queries/search.ts';
import {
  status,
  statusCountsRequest,
  statusRequest,
  type Status,
  type Trouble,
} from '../domain/queries/status.ts';
import { isChanged } from '../ingest/changed.ts';
import type { Folder, Store } from '../ingest/ports.ts';
import type { Report, Section } from '../output/report.ts';
import { couldNot } from './elasticsearch-failure.ts';

type Ports = { search: Search; store: Pick<Store, 'readLedger'> };

/** What became of the files; with a folder, also which of its files are still to be read. */
export async function statusCommand({ search, store }: Ports, folder: Folder | undefined): Promise<Report> {
  const counts = await search(statusCountsRequest(folder?.root));
  if (counts.type !== 'ok') return couldNot('could not read the ledger', counts);
  const listed = await search(statusRequest(folder?.root));
  if (listed.type !== 'ok') return couldNot('could not read the ledger', listed);
  const waiting =
    folder === undefined ? { type: 'ok' as const, value: 0 } : await countWaiting(folder, store);
  if (waiting.type !== 'ok') return couldNot('could not read the ledger', waiting);
  const result = status(counts.value, listed.value, waiting.value);
  return { type: 'result', exitCode: 0, json: result, sections: sections(result) };
}

/** Files that the next `ingest` would read because they are new or changed. */
async function countWaiting(folder: Folder, store: Pick<Store, 'readLedger'>): Promise<Attempt<number>> {
  const entries = new Map<string, LedgerEntry>();
  for await (const page of store.readLedger(folder.root)) {
    if (page.type !== 'ok') return page;
    for (const entry of page.value) entries.set(entry.path, entry);
  }
  const besides = new Set(
    [...entries.values()].flatMap(({ sideFiles }) => sideFiles.map(({ path }) => path)),
  );
  let waiting = 0;
  for (const file of await folder.scan()) {
    const entry = entries.get(file.path);
    if (besides.has(file.path) || entry?.status === 'waiting' || entry?.problem === 'conflict') continue;
    if (await isChanged(entry, file, folder)) waiting += 1;
  }
  return { type: 'ok', value: waiting };
}

function sections(result: Status): Section[] {
  const { files, indexed, partial, rejected, waiting, last_activity } = result;
  const troubles = [...result.rejections, ...result.partials];
  return [
    {
      columns: ['files', 'indexed', 'partial', 'rejected', 'waiting', 'last_activity'].map((key) => ({
        key,
        title: key.replace('_', ' '),
      })),
      rows: [{ files, indexed, partial, rejected, waiting, last_activity }],
    },
    ...(troubles.length === 0 ? [] : [troubleSection(troubles)]),
  ];
}

function troubleSection(troubles: readonly Trouble[]): Section {
  return {
    title: 'Not, or not wholly, in',
    columns: ['path', 'status', 'field', 'reason'].map((key) => ({ key, title: key })),
    rows: troubles.flatMap(({ path, status: state, errors, more }) => {
      const [first] = errors;
      const count = errors.length + more;
      const others = count > 1 ? ` (and ${count - 1} more)` : '';
      return [{ path, status: state, field: first?.path, reason: `${first?.message ?? ''}${others}` }];
    }),
  };
}
