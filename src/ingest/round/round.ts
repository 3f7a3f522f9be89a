/**
 * The files of one round: their documents are sent as they come, their ledger entries when all have arrived.
 *
 *   taken ─ claimed ─ leased (the ledger says what is coming) ─ sent ─ all arrived ─ swept ─ entry written
 *      │        └─ another file says it: tried again at the end, else a conflict
 *      └─ rejected, or a project: the entry is all there is
 */

import {
  abandonedBy,
  claimOf,
  nextVersion,
  sameState,
  type FileContent,
  type LedgerEntry,
} from '../../domain/ledger/entry.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { projectWithoutFile } from '../../domain/model/run.ts';
import { createClaims } from './claims.ts';
import { baseEntry, conflicting, projectEntry, rejectedEntry } from './entries.ts';
import type { PassContext } from './pass.ts';
import type { Source } from '../reading/read-source.ts';
import { createRecorder } from './recorder.ts';
import { refusedAtOnce } from './refused-at-once.ts';
import { runContent, stageRun, type Staged } from './stage.ts';
import { sweepRound } from './sweep.ts';

type Rejected = Source & { type: 'rejected' };
type Claiming = Source & { type: 'run' | 'project' };
type Taken<S> = { source: S; version: number };
type Leasing = Taken<Source & { type: 'run' }> & { content: FileContent };

export type Round = {
  /** The version for a file that is about to be read. */
  versionFor: (path: string) => number;
  /** Takes one source; the documents of a run are on their way some time after this. */
  take: (source: Claiming | Rejected, version: number) => Promise<ElasticsearchFailure | undefined>;
  /** Waits for all documents. */
  finish: () => Promise<ElasticsearchFailure | undefined>;
  /** Takes away what is outdated, writes the ledger, counts. */
  commit: () => Promise<ElasticsearchFailure | undefined>;
};

/** How much is read ahead of the leases: one request asks for many of them. */
const BYTES_PER_LEASING = 4_000_000;
const FILES_PER_LEASING = 100;

export function createRound(context: PassContext): Round {
  const { ledger, projects, folder, leases, sender, outcome, options } = context;
  const claims = createClaims(ledger, folder, context.clock);
  /** The entries as they were before this round. */
  const before = new Map<string, LedgerEntry | undefined>();
  const staged: (() => Staged)[] = [];
  const contested: Taken<Claiming>[] = [];
  let leasing: Leasing[] = [];
  let leasingBytes = 0;

  function reject({ source, version }: Taken<Rejected>): void {
    const isYoung = source.problem === 'incomplete' && options.isYoung(source.file);
    const content = stillHeld(source.file.path);
    staged.push(() => ({
      entry: rejectedEntry(source, isYoung ? 'waiting' : 'rejected', { content, version }, context),
    }));
  }

  /** What a file said when it was last taken in, unless another file says it by now. */
  function stillHeld(path: string): FileContent | undefined {
    const content = before.get(path)?.content;
    return content !== undefined && (claims.takenBy(content) ?? path) === path ? content : undefined;
  }

  /** @returns the file that is in the way, if one is */
  async function accept({ source, version }: Taken<Claiming>): Promise<string | undefined> {
    const content: FileContent =
      source.type === 'run'
        ? runContent(source, context.digest)
        : { kind: 'project', project: source.project.project, original: source.original };
    const holder = await claims.take(content, source.file.path);
    if (holder !== undefined) return holder;
    if (source.type === 'run') {
      leasing.push({ source, version, content });
      leasingBytes += sizeOf(source);
    } else {
      projects.set(source.project.project, source.project);
      const entry = projectEntry(source, content, version, context);
      staged.push(() => ({ entry }));
    }
    return undefined;
  }

  /** Asks for the leases of what was read so far, and sends the documents of what was granted. */
  async function lease(): Promise<ElasticsearchFailure | undefined> {
    const asked = leasing;
    leasing = [];
    leasingBytes = 0;
    if (asked.length === 0) return undefined;
    const granted = await leases.take(asked.map(leasedEntry), options.newSender());
    if (!(granted instanceof Set)) return granted;
    for (const { source, version } of asked) {
      const { path, state } = source.file;
      const found = await folder.look(path);
      if (!granted.has(path)) outcome.again.push({ path, because: 'busy' });
      else if (found === undefined || !sameState(found.state, state))
        outcome.again.push({ path, because: 'changing' });
      else {
        const { status, lease: earlier } = before.get(path) ?? {};
        if (status === 'reading' && earlier?.session !== context.self.lease.session)
          outcome.takenOver.push(path);
        const project = projects.get(source.run.project) ?? projectWithoutFile(source.run.project);
        await context.backfill.sending(source.facts.counts);
        const result = await stageRun(source, version, project, sender, context);
        // What was sent of it is in the lease as intended: whoever reads it next sweeps what is too much.
        if (result === 'changing') outcome.again.push({ path, because: 'changing' });
        else staged.push(result);
      }
    }
    return undefined;
  }

  function leasedEntry({ source, version, content }: Leasing): LedgerEntry {
    const previous = before.get(source.file.path);
    // What an attempt that was cut off may have sent is not forgotten before it is swept.
    const earlier = (previous?.intended ?? []).filter((other) => claimOf(other) !== claimOf(content));
    return {
      ...baseEntry(source, version, context),
      status: 'reading',
      ...(previous?.content && { content: previous.content }),
      intended: [content, ...earlier],
    };
  }

  return {
    versionFor: (path) => {
      before.set(path, ledger.get(path));
      return nextVersion(ledger.get(path)?.version ?? 0, context.clock.unix());
    },
    take: async (source, version) => {
      if (source.type === 'rejected') reject({ source, version });
      else if ((await accept({ source, version })) !== undefined) contested.push({ source, version });
      const isEnough = leasing.length >= FILES_PER_LEASING || leasingBytes >= BYTES_PER_LEASING;
      return isEnough ? lease() : undefined;
    },
    finish: async () => {
      // The file in the way may say something else by now: it may have come later in this same round.
      for (const { source, version } of contested) {
        const holder = await accept({ source, version });
        if (holder !== undefined) reject({ source: conflicting(source, holder), version });
      }
      return (await lease()) ?? sender.flush();
    },
    commit: async () => {
      const results: Staged[] = [
        ...staged.map((result) => result()),
        ...claims.displaced().map((entry) => ({ entry })),
      ];
      const atOnce = refusedAtOnce(results, context.outage.isOfRefusals());
      if (atOnce !== undefined) return atOnce;
      const abandoned = results.flatMap(({ entry, unwanted }) => {
        const old = before.get(entry.path);
        const left = abandonedBy(entry, old).filter((content) => claims.takenBy(content) === undefined);
        const abandoned = left.map((content) => ({ content, version: old?.version ?? 0 }));
        return unwanted === undefined
          ? abandoned
          : [...abandoned, { content: unwanted, version: entry.version }];
      });
      const swept = await sweepRound(
        results.map(({ entry }) => entry),
        abandoned,
        context,
        sender,
      );
      if ('type' in swept) return swept;
      for (const { content } of abandoned) {
        outcome.touched.add(content.project);
        if (content.kind === 'project') projects.delete(content.project);
      }
      return createRecorder(context, before).record(
        results.map((result) => (isAmong(swept, result) ? { ...result, overtaken: 1 } : result)),
      );
    },
  };
}

function sizeOf({ file, sideFiles }: Claiming): number {
  return sideFiles.reduce((bytes, { state }) => bytes + state.size, file.state.size);
}

function isAmong(keys: ReadonlySet<string>, { entry: { content } }: Staged): boolean {
  return content?.kind === 'run' && keys.has(content.run.key);
}
