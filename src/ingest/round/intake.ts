/**
 * Decides what becomes of each source of a round.
 *
 *   read ─▶ rejected, or a project ────────────────────────────────▶ staged
 *     └───▶ a run ─▶ claimed ─▶ leased and sent, many at a time ───▶ staged
 *                      └─ another source holds the claim: tried again at the end of the round, then a conflict
 */

import { bytesOf, type SourceFile } from '../../domain/ledger/entry.ts';
import type { Digest } from '../../domain/model/digest.ts';
import type { Project } from '../../domain/model/run.ts';
import type { Source } from '../reading/read-source.ts';
import type { Claims } from './claims.ts';
import { conflicting } from './conflicts.ts';
import { projectEntry, rejectedEntry, type EntryContext } from './entries.ts';
import type { Part } from './outcome.ts';
import type { ClaimedRun, SentRuns } from './send-runs.ts';
import { contentOf, type Staged, type Taken } from './stage.ts';

type Claiming = Source & { type: 'run' | 'project' };
type Rejected = Source & { type: 'rejected' };

export type Intake = {
  /** Takes one source. The documents of a run are sent with this one or with a later one. */
  take: (taken: Taken<Claiming | Rejected>) => Promise<Part>;
  /** Decides the sources whose claim another one held, and sends the runs that are left. */
  finish: () => Promise<Part>;
  /** What became of the sources, to be called once all documents have arrived. */
  staged: () => Staged[];
};

export type IntakeTools = {
  claims: Claims;
  /** The rules of the projects that have a project file. A project source replaces them. */
  rules: Map<string, Project>;
  digest: Digest;
  context: EntryContext;
  /** Whether an incomplete source may still become complete by itself. */
  isYoung: (path: string, files: readonly SourceFile[]) => boolean;
  /** Leases the runs and sends their documents. */
  send: (runs: readonly ClaimedRun[]) => Promise<SentRuns>;
};

/** Runs are leased together, in one request, up to these limits. */
const BYTES_PER_LEASE_REQUEST = 4_000_000;
const RUNS_PER_LEASE_REQUEST = 100;

/** The intake of one round. */
export function createIntake({ claims, rules, digest, context, isYoung, send }: IntakeTools): Intake {
  const staged: (() => Staged)[] = [];
  const contested: Taken<Claiming>[] = [];
  let claimed: ClaimedRun[] = [];
  let claimedBytes = 0;

  function reject({ source, version, before }: Taken<Rejected>): void {
    const { path, files } = source;
    const status = source.problem === 'incomplete' && isYoung(path, files) ? 'waiting' : 'rejected';
    const content = before?.content;
    // What the source said when it was good is in the indices, unless another one says it by now.
    const isHeld = content !== undefined && (claims.takenBy(content) ?? path) === path;
    const held = isHeld ? content : undefined;
    staged.push(() => ({ before, entry: rejectedEntry(source, status, { held, version }, context) }));
  }

  /** @returns the path of the file that holds the claim, if another one does */
  async function accept(taken: Taken<Claiming>): Promise<string | undefined> {
    const { source, version, before } = taken;
    const content = contentOf(source, digest);
    const holder = await claims.take(content, source.path);
    if (holder !== undefined) return holder;
    if (source.type === 'run') {
      claimed.push({ source, version, before, content });
      claimedBytes += bytesOf(source.files);
    } else {
      rules.set(source.project.project, source.project);
      const entry = projectEntry(source, content, version, context);
      staged.push(() => ({ before, entry }));
    }
    return undefined;
  }

  async function sendClaimed(): Promise<Part> {
    const runs = claimed;
    claimed = [];
    claimedBytes = 0;
    if (runs.length === 0) return {};
    const sent = await send(runs);
    staged.push(...sent.staged);
    return sent;
  }

  return {
    take: async ({ source, version, before }) => {
      if (source.type === 'rejected') reject({ source, version, before });
      else if ((await accept({ source, version, before })) !== undefined)
        contested.push({ source, version, before });
      const isEnough = claimed.length >= RUNS_PER_LEASE_REQUEST || claimedBytes >= BYTES_PER_LEASE_REQUEST;
      return isEnough ? sendClaimed() : {};
    },
    finish: async () => {
      for (const taken of contested) {
        // The holder may have released the claim: it may have come later in this same round.
        const holder = await accept(taken);
        if (holder !== undefined) reject({ ...taken, source: conflicting(taken.source, holder) });
      }
      return sendClaimed();
    },
    staged: () => staged.map((decide) => decide()),
  };
}
