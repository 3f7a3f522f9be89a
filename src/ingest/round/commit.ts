/** Ends a round whose documents have all arrived: deletes what is outdated, then writes the ledger. */

import { abandonedBy, type LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Project } from '../../domain/model/run.ts';
import type { Outage } from '../ports/outage.ts';
import type { Sender } from '../sending/sender.ts';
import type { Claims } from './claims.ts';
import { addUp, type Part } from './outcome.ts';
import { record, type RecordTools } from './record.ts';
import { refusedAtOnce } from './refused-at-once.ts';
import type { Staged } from './stage.ts';
import type { Abandoned } from './sweep.ts';

export type CommitTools = RecordTools & {
  outage: Pick<Outage, 'isOfRefusals'>;
  /** The time of day, as ISO 8601. */
  now: () => string;
  /** The rules of the projects that have a project file. Those of a project that no file says any more are deleted. */
  rules: Map<string, Project>;
};

export async function commit(
  staged: readonly Staged[],
  claims: Pick<Claims, 'takenBy' | 'displaced'>,
  sender: Sender,
  tools: CommitTools,
): Promise<Part> {
  const read = await tools.entries.read(claims.displaced());
  if (read.type !== 'ok') return { failure: read };
  const displaced = [...read.value.values()].map((entry) => displacedEntry(entry, tools.now()));
  const results: Staged[] = [...staged, ...displaced.map((entry) => ({ entry, before: undefined }))];
  const refused = refusedAtOnce(results, tools.outage.isOfRefusals());
  if (refused !== undefined) return { failure: refused };
  const abandoned = results.flatMap((result) => abandonedIn(result, claims));
  const entries = results.map(({ entry }) => entry);
  const swept = await tools.sweep(entries, abandoned, sender);
  if (swept.type !== 'ok') return { failure: swept };
  for (const { content } of abandoned) if (content.kind === 'project') tools.rules.delete(content.project);
  const recorded = await record(
    results.map((result) => (isAmong(swept.value, result) ? { ...result, isOvertaken: true } : result)),
    sender,
    tools,
  );
  return addUp([{ touched: abandoned.map(({ content }) => content.project) }, recorded]);
}

/** What a source said, or was about to say, before the round, and no file of the round says now. */
function abandonedIn({ entry, before, unwanted }: Staged, claims: Pick<Claims, 'takenBy'>): Abandoned[] {
  const left = abandonedBy(entry, before).filter((content) => claims.takenBy(content) === undefined);
  return [
    ...left.map((content) => ({ content, version: before?.version ?? 0 })),
    ...(unwanted === undefined ? [] : [{ content: unwanted, version: entry.version }]),
  ];
}

function isAmong(keys: ReadonlySet<string>, { entry: { content } }: Staged): boolean {
  return content?.kind === 'run' && keys.has(content.run.key);
}

/** Another source says now what this one said: it holds nothing. */
function displacedEntry(
  { content: _content, problem: _problem, ...entry }: LedgerEntry,
  now: string,
): LedgerEntry {
  return { ...entry, status: 'gone', errors: [], errorCount: 0, seenAt: now };
}
