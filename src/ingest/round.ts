/** The files of one round: their documents are sent as they come, their ledger entries when all have arrived. */

import { fileDocument } from '../domain/documents/file.ts';
import { claimOf, sameEntry, type FileContent, type LedgerEntry } from '../domain/ledger.ts';
import type { ElasticsearchFailure } from '../domain/outcome.ts';
import type { Project } from '../domain/run.ts';
import type { PassOutcome, PassState } from './pass.ts';
import type { World } from './ports.ts';
import type { Source } from './read-source.ts';
import type { Sender } from './sender.ts';
import { indexOperation, runContent, stageRun, type Staged } from './stage.ts';
import { sweep } from './sweep.ts';
import { count } from './tally.ts';

export type Round = {
  run: (source: Source & { type: 'run' }, project: Project) => Promise<void>;
  project: (source: Source & { type: 'project' }) => Promise<void>;
  rejected: (source: Source & { type: 'rejected' }) => void;
  /** Waits for all documents, takes away what is outdated, writes the ledger, counts. */
  commit: (outcome: PassOutcome) => Promise<ElasticsearchFailure | undefined>;
};

const NO_COUNTS = { experiments: 0, scores: 0, images: 0, series: 0, refused: 0 };
export function createRound(state: PassState, world: World, sender: Sender): Round {
  const { ledger, projects } = state;
  const { digest, clock, folder } = world;
  const staged: Staged[] = [];
  const claimed = new Map<string, string>();
  const displaced: LedgerEntry[] = [];

  /** The file that says the same run or project already, if it is still there; otherwise this one takes its place. */
  async function rival(content: FileContent, path: string): Promise<string | undefined> {
    const claim = claimOf(content);
    const holder = claimed.get(claim) ?? ledger.holder(content);
    if (holder !== undefined && holder !== path) {
      if ((await folder.look(holder)) !== undefined) return holder;
      const entry = ledger.get(holder);
      if (entry !== undefined) displaced.push({ ...entry, status: 'gone', seenAt: clock.now() });
    }
    claimed.set(claim, path);
    return undefined;
  }

  function reject(source: Source & { type: 'rejected' }): void {
    const before = ledger.get(source.file.path)?.content;
    const entry: LedgerEntry = {
      folder: folder.root,
      path: source.file.path,
      status: 'rejected',
      state: source.file.state,
      modifiedAt: source.file.modifiedAt,
      sideFiles: source.sideFiles,
      ...(before && { content: before }),
      problem: source.problem,
      errors: source.errors,
      errorCount: source.errorCount,
      warnings: source.warnings,
      warningCount: source.warningCount,
      seenAt: clock.now(),
    };
    staged.push({ path: source.file.path, entry: () => entry });
  }

  function conflict(source: Source & { type: 'run' | 'project' }, what: string, holder: string): void {
    const message = `${what} is already told by ${holder}: give this one another id, or remove one of the two files`;
    const { file, warnings, warningCount, sideFiles } = source;
    const errors = [{ path: source.type === 'run' ? 'run.id' : 'project', message }];
    reject({
      type: 'rejected',
      file,
      problem: 'conflict',
      errors,
      errorCount: 1,
      warnings,
      warningCount,
      sideFiles,
    });
  }

  return {
    rejected: reject,
    run: async (source, project) => {
      const holder = await rival(runContent(source, digest, NO_COUNTS), source.file.path);
      if (holder === undefined) staged.push(await stageRun(source, project, sender, world));
      else conflict(source, `run "${source.run.id}" of project "${source.run.project}"`, holder);
    },
    project: async (source) => {
      const content: FileContent = {
        kind: 'project',
        project: source.project.project,
        original: source.original,
      };
      const holder = await rival(content, source.file.path);
      if (holder !== undefined) {
        conflict(source, `project "${source.project.project}"`, holder);
        return;
      }
      projects.set(source.project.project, source.project);
      const { file, warnings, warningCount, sideFiles } = source;
      const { path, state: fileState, modifiedAt } = file;
      const entry: LedgerEntry = {
        folder: folder.root,
        path,
        status: 'indexed',
        state: fileState,
        modifiedAt,
        sideFiles,
        content,
        errors: [],
        errorCount: 0,
        warnings,
        warningCount,
        seenAt: clock.now(),
      };
      staged.push({ path, entry: () => entry });
    },
    commit: async (outcome) => {
      const sent = await sender.flush();
      if (sent !== undefined) return sent;
      const entries = [...staged.map(({ entry }) => entry()), ...displaced];
      const written = entries.flatMap(({ status, content }) =>
        content?.kind === 'run' && (status === 'indexed' || status === 'partial')
          ? [{ key: content.run.key, revision: content.revision }]
          : [],
      );
      const abandoned = entries.flatMap((entry) => abandonedBy(entry, ledger.get(entry.path), claimed));
      if (written.length > 0 || abandoned.length > 0) {
        const refreshed = await world.store.refresh(['experiments', 'scores', 'images', 'series']);
        if (refreshed.type !== 'ok') return refreshed;
        const swept = await sweep(
          written,
          abandoned.flatMap((content) => (content.kind === 'run' ? content.run.key : [])),
          world.store,
          sender,
        );
        if (swept !== undefined) return swept;
      }
      for (const content of abandoned) if (content.kind === 'project') projects.delete(content.project);
      for (const entry of entries) await record(entry, outcome);
      return sender.flush();
    },
  };

  async function record(entry: LedgerEntry, outcome: PassOutcome): Promise<void> {
    const before = ledger.get(entry.path);
    if (entry.status !== 'gone') count(outcome.tally, entry);
    for (const { content } of [before, entry].filter((known) => known !== undefined)) {
      if (content !== undefined && entry.status !== 'rejected') outcome.touched.add(content.project);
    }
    if (before !== undefined && sameEntry(before, entry)) return;
    ledger.set(entry);
    await sender.add(indexOperation(fileDocument(entry, digest)));
  }
}

/** What a file used to say and no longer does, unless another file of this round says it now. */
function abandonedBy(
  entry: LedgerEntry,
  before: LedgerEntry | undefined,
  claimed: ReadonlyMap<string, string>,
): FileContent[] {
  const old = before?.content;
  const { content } = entry;
  if (old === undefined || before?.status === 'gone' || entry.status === 'gone') return [];
  if (content !== undefined && claimOf(content) === claimOf(old)) return [];
  return claimed.has(claimOf(old)) ? [] : [old];
}
