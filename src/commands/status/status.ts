import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Attempt } from '../../domain/model/outcome.ts';
import { NOTHING_FOUND, type Search } from '../../domain/questions/search.ts';
import {
  status,
  statusCountsRequest,
  statusRequest,
  type Status,
  type Trouble,
} from '../../domain/questions/status.ts';
import { isChanged } from '../../ingest/watching/changed.ts';
import { createLedgerView } from '../../ingest/ledger/ledger-view.ts';
import type { Folder } from '../../ingest/ports/folder.ts';
import type { Store } from '../../ingest/ports/store.ts';
import type { Report, Section } from '../../output/report.ts';
import { fieldOf } from '../shared/files.ts';
import { couldNot, INGEST_FIRST, isWithoutIndices, NOTHING_YET } from '../shared/elasticsearch-failure.ts';

type Ports = { search: Search; store: Pick<Store, 'readLedger' | 'generation'> };

/** The state of all files; with a folder, also how many of its files are still to be read. */
export async function statusOf({ search, store }: Ports, folder: Folder | undefined): Promise<Report> {
  const counts = await search(statusCountsRequest(folder?.root));
  if (counts.type !== 'ok')
    return isWithoutIndices(counts) ? nothingYet(folder) : couldNot('could not read the ledger', counts);
  const listed = await search(statusRequest(folder?.root));
  if (listed.type !== 'ok') return couldNot('could not read the ledger', listed);
  const waiting =
    folder === undefined ? { type: 'ok' as const, value: undefined } : await countWaiting(folder, store);
  if (waiting.type !== 'ok') return couldNot('could not read the ledger', waiting);
  const result = status(counts.value, listed.value, waiting.value);
  return { type: 'result', exitCode: 0, json: result, sections: sections(result) };
}

/** Before the first ingest, everything that is in the folder waits. */
async function nothingYet(folder: Folder | undefined): Promise<Report> {
  const found = await folder?.scan();
  const waiting = found?.type === 'scanned' ? found.sources.length : 0;
  const result = status(NOTHING_FOUND, NOTHING_FOUND, waiting);
  return {
    type: 'result',
    exitCode: 0,
    json: result,
    sections: sections(result),
    notes: [`runlens: ${NOTHING_YET}\n  ${INGEST_FIRST}`],
  };
}

/** Sources that the next `ingest` would read because they are new or changed. */
async function countWaiting(folder: Folder, store: Ports['store']): Promise<Attempt<number>> {
  const entries: LedgerEntry[] = [];
  for await (const page of store.readLedger(folder.root)) {
    if (page.type !== 'ok') return page;
    entries.push(...page.value.flatMap(({ entry }) => entry ?? []));
  }
  const generation = await store.generation();
  if (generation.type !== 'ok') return generation;
  const ledger = createLedgerView(entries);
  const found = await folder.scan();
  let waiting = 0;
  for (const source of found.type === 'scanned' ? found.sources : []) {
    const known = ledger.known(source.path);
    if (ledger.isSideFile(source.path) || known?.problem === 'conflict') continue;
    if (await isChanged(known, source, generation.value.id, folder)) waiting += 1;
  }
  return { type: 'ok', value: waiting };
}

function sections(result: Status): Section[] {
  const { files, indexed, partial, rejected, waiting, last_activity } = result;
  const troubles = [...result.rejections, ...result.partials, ...result.waits];
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
    title: 'Not, or only partly, indexed',
    columns: ['path', 'status', 'field', 'reason'].map((key) => ({ key, title: key })),
    rows: troubles.flatMap(({ path, status: state, errors, more }) => {
      const [first] = errors;
      const count = errors.length + more;
      const others = count > 1 ? ` (and ${count - 1} more)` : '';
      return [
        {
          path,
          status: state,
          field: first === undefined ? undefined : fieldOf(first),
          reason: `${first?.message ?? ''}${others}`,
        },
      ];
    }),
  };
}
