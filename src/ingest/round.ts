/** The files of one round: their documents are sent as they come, their ledger entries when all have arrived. */

import { fileDocument } from '../domain/documents/file.ts';
import { fileId } from '../domain/documents/ids.ts';
import { claimOf, sameEntry, type FileContent, type LedgerEntry } from '../domain/ledger.ts';
import type { ElasticsearchFailure } from '../domain/outcome.ts';
import { projectWithoutFile } from '../domain/run.ts';
import { createClaims } from './claims.ts';
import { conflicting, projectEntry, rejectedEntry } from './entries.ts';
import type { PassOutcome, PassState } from './pass.ts';
import type { World } from './ports.ts';
import type { Source } from './read-source.ts';
import type { Sender } from './sender.ts';
import { indexOperation, runContent, stageRun, type Staged } from './stage.ts';
import { sweepRound } from './sweep.ts';
import { count } from './tally.ts';

type Claiming = Source & { type: 'run' | 'project' };

export type Round = {
  /** Takes one source; the documents of a run are on their way when this returns. */
  take: (source: Claiming | (Source & { type: 'rejected' })) => Promise<void>;
  /** Waits for all documents, takes away what is outdated, writes the ledger, counts. */
  commit: (outcome: PassOutcome) => Promise<ElasticsearchFailure | undefined>;
};

export function createRound(state: PassState, world: World, sender: Sender): Round {
  const { ledger, projects, generation } = state;
  const context = { ...world, generation };
  const claims = createClaims(ledger, world.folder, world.clock);
  const staged: (() => Staged)[] = [];
  const contested: Claiming[] = [];

  function reject(source: Source & { type: 'rejected' }): void {
    staged.push(() => ({ entry: rejectedEntry(source, stillHeld(source.file.path), context) }));
  }

  /** What a file said when it was last taken in, unless another file says it by now. */
  function stillHeld(path: string): FileContent | undefined {
    const before = ledger.get(path);
    if (before?.content === undefined || before.status === 'gone') return undefined;
    return (claims.takenBy(before.content) ?? path) === path ? before.content : undefined;
  }

  /** @returns the file that is in the way, if one is */
  async function accept(source: Claiming): Promise<string | undefined> {
    const content: FileContent =
      source.type === 'run'
        ? runContent(source, world.digest)
        : { kind: 'project', project: source.project.project, original: source.original };
    const holder = await claims.take(content, source.file.path);
    if (holder !== undefined) return holder;
    if (source.type === 'run') {
      const project = projects.get(source.run.project) ?? projectWithoutFile(source.run.project);
      staged.push(await stageRun(source, project, sender, context));
    } else {
      projects.set(source.project.project, source.project);
      const entry = projectEntry(source, content, context);
      staged.push(() => ({ entry }));
    }
    return undefined;
  }

  return {
    take: async (source) => {
      if (source.type === 'rejected') reject(source);
      else if ((await accept(source)) !== undefined) contested.push(source);
    },
    commit: async (outcome) => {
      // The file in the way may say something else by now: it may have come later in this same round.
      for (const source of contested) {
        const holder = await accept(source);
        if (holder !== undefined) reject(conflicting(source, holder));
      }
      const sent = await sender.flush();
      if (sent !== undefined) return sent;
      const results: Staged[] = [
        ...staged.map((result) => result()),
        ...claims.displaced().map((entry) => ({ entry })),
      ];
      const entries = results.map(({ entry }) => entry);
      const abandoned = entries
        .flatMap((entry) => abandonedBy(entry, ledger.get(entry.path)))
        .filter((content) => claims.takenBy(content) === undefined);
      const swept = await sweepRound(entries, abandoned, world, sender);
      if (swept !== undefined) return swept;
      for (const content of abandoned) {
        outcome.touched.add(content.project);
        if (content.kind === 'project') projects.delete(content.project);
      }
      const besides = new Set(
        entries.filter(isIn).flatMap(({ sideFiles }) => sideFiles.map(({ path }) => path)),
      );
      for (const result of results) {
        const { status, path } = result.entry;
        if (status === 'rejected' && (besides.has(path) || ledger.isSideFile(path))) outcome.tally.files -= 1;
        else await record(result, outcome);
      }
      for (const path of besides) await forgetRejected(path);
      return sender.flush();
    },
  };

  async function record({ entry, ranking = [] }: Staged, { tally, touched }: PassOutcome): Promise<void> {
    const before = ledger.get(entry.path);
    if (entry.status !== 'gone') count(tally, entry, ranking);
    if (isIn(entry) && entry.content !== undefined) touched.add(entry.content.project);
    if (before !== undefined && sameEntry(before, entry)) return;
    tally.recorded += 1;
    // Known only once Elasticsearch has it: what it did not take is read again.
    await sender.add(indexOperation(fileDocument(entry, world.digest)), {
      accepted: () => ledger.set(entry),
      refused: (_operation, reason) =>
        world.log.error({ path: entry.path, reason }, 'Elasticsearch refused an entry of the ledger'),
    });
  }

  /** A side file that was taken for a run file before the run that names it was known. */
  async function forgetRejected(path: string): Promise<void> {
    if (ledger.get(path)?.status !== 'rejected') return;
    ledger.delete(path);
    await sender.add({ type: 'delete', index: 'files', id: fileId(world.digest, world.folder.root, path) });
  }
}

function isIn({ status }: LedgerEntry): boolean {
  return status === 'indexed' || status === 'partial';
}

/** What a file used to say and no longer does. */
function abandonedBy(entry: LedgerEntry, before: LedgerEntry | undefined): FileContent[] {
  const old = before?.content;
  if (old === undefined || before?.status === 'gone' || entry.status === 'gone') return [];
  return entry.content !== undefined && claimOf(entry.content) === claimOf(old) ? [] : [old];
}
