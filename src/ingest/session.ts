/**
 * What one daemon, or one `ingest`, knows while it runs: the ledger, the projects' rules, how to send. This is the one place
 * that wires the middle of the pipeline: each step gets the few things that it uses.
 */

import { fileId } from '../domain/documents/ids.ts';
import type { Attempt, ElasticsearchFailure } from '../domain/model/outcome.ts';
import { projectWithoutFile, type Project } from '../domain/model/run.ts';
import { createCongestionWindow } from '../domain/sending/congestion-window.ts';
import { judgeProject, showBestImages } from './judging/judge-project.ts';
import { createKnownRuns } from './judging/known-runs.ts';
import { readAllRules, rulesOf } from './judging/rules.ts';
import { createEntries, type Entries, type EntriesByPath } from './ledger/entries.ts';
import { createLeases, type Leases } from './ledger/leases.ts';
import { createLedgerView, type LedgerView } from './ledger/ledger-view.ts';
import type { FoundSource } from './ports/folder.ts';
import type { Ports } from './ports/ports.ts';
import { readSource } from './reading/read-source.ts';
import { adopt } from './round/adopt.ts';
import { createClaims } from './round/claims.ts';
import { commit } from './round/commit.ts';
import { createIntake, type IntakeTools } from './round/intake.ts';
import { inOrder, type Outcome } from './round/outcome.ts';
import { runPass, type PassTools, type Progress } from './round/pass.ts';
import { runRound, type RoundSteps } from './round/round.ts';
import { sendRuns } from './round/send-runs.ts';
import { stageRun, type RunSource, type Staged, type Taken } from './round/stage.ts';
import { createSweep, type Sweep } from './round/sweep.ts';
import { takeSource, type TakeSourceTools } from './round/take-source.ts';
import { tellRound } from './round/tell.ts';
import { createBackfill, type Backfill } from './sending/backfill.ts';
import { createSender, type Sender, type SendLimits } from './sending/sender.ts';
import { isChanged } from './watching/changed.ts';
import { createVanished, type Vanished, type VanishedOptions } from './watching/vanished.ts';

export type SessionOptions = {
  limits: SendLimits;
  /** Ends a pass after the round that is under way, and what waits for Elasticsearch at once. */
  signal?: AbortSignal | undefined;
};

export type SessionPassOptions = {
  /** Whether an incomplete source may still become complete by itself. */
  isYoung: IntakeTools['isYoung'];
  /** How long ago a side file must have been written to be read, in milliseconds. */
  settle: number;
  /** Called after each source that was looked at. */
  progress?: ((progress: Progress) => void) | undefined;
};

export type Session = {
  ledger: LedgerView;
  /** Which physical indices the documents are written to. */
  generation: string;
  /** Reads what is new or changed among these sources, and indexes it. */
  pass: (sources: readonly FoundSource[], options: SessionPassOptions) => Promise<Outcome>;
  /** No more bulk loading follows: puts the indices' settings back. May be called repeatedly. */
  endBackfill: () => Promise<void>;
  /** Sweeps once more after sources that are indexed. */
  sweepAgain: (paths: readonly string[]) => Promise<ElasticsearchFailure | undefined>;
  /** Follows which sources no longer exist. */
  vanished: (options: VanishedOptions) => Vanished;
  /** Judges these projects, and points the alias of the best images at the runs that are best now. */
  judge: (projects: Iterable<string>) => Promise<ElasticsearchFailure | undefined>;
};

/** What a session keeps from pass to pass. */
type Kept = {
  ledger: LedgerView;
  entries: Entries;
  leases: Leases;
  /** The rules of the projects that have a project file. */
  rules: Map<string, Project>;
  generation: string;
  backfill: Backfill;
  sweep: Sweep;
  /** A sender halts for good at a failure, so each piece of work gets one of its own. */
  newSender: () => Sender;
};

/** Loads the ledger of the folder and the rules of all projects. */
export async function openSession(ports: Ports, options: SessionOptions): Promise<Attempt<Session>> {
  const [ledger, rules, generation] = await Promise.all([
    readLedger(ports),
    readAllRules(ports),
    ports.store.generation(),
  ]);
  if (ledger.type !== 'ok') return ledger;
  if (rules.type !== 'ok') return rules;
  if (generation.type !== 'ok') return generation;
  const { id, isRare } = generation.value;
  const { limits, signal } = options;
  const backfill = createBackfill(ports, { isLeftRare: isRare, signal });
  const window = createCongestionWindow(limits.requestsInFlight);
  const kept: Kept = {
    ledger: ledger.value,
    entries: createEntries({ ...ports, folder: ports.folder.root, ledger: ledger.value }),
    leases: createLeases({ ...ports, folder: ports.folder.root, ledger: ledger.value }),
    rules: rules.value,
    generation: id,
    backfill,
    sweep: createSweep(ports.store, ports.folder.root),
    newSender: () => createSender({ ...ports, signal, answered: backfill.sent }, limits, window),
  };
  return { type: 'ok', value: sessionOver(kept, ports, signal) };
}

async function readLedger({
  store,
  folder,
  digest,
}: Pick<Ports, 'store' | 'folder' | 'digest'>): Promise<Attempt<LedgerView>> {
  const ledger = createLedgerView([]);
  for await (const page of store.readLedger(folder.root)) {
    if (page.type !== 'ok') return page;
    for (const { id, entry, token } of page.value) {
      if (entry === undefined || id !== fileId(digest, entry.folder, entry.path)) continue;
      ledger.set(entry, token);
    }
  }
  return { type: 'ok', value: ledger };
}

function sessionOver(kept: Kept, ports: Ports, signal: AbortSignal | undefined): Session {
  const { ledger, entries, generation, newSender, sweep, backfill } = kept;
  const known = createKnownRuns();
  return {
    ledger,
    generation,
    pass: (sources, options) => passOver(sources, kept, ports, { ...options, signal }),
    endBackfill: backfill.end,
    sweepAgain: async (paths) => {
      const read = await entries.read(paths);
      if (read.type !== 'ok') return read;
      const swept = await sweep([...read.value.values()], [], newSender());
      return swept.type === 'ok' ? undefined : swept;
    },
    vanished: (options) => createVanished({ ...ports, ...kept, folder: ports.folder.root }, options),
    judge: async (projects) => {
      for (const project of projects) {
        const judged = await judgeProject(project, ports, newSender(), known);
        if (judged.type !== 'ok') return judged;
        ports.log.debug({ project, ...judged.value }, 'Judged a project');
      }
      return showBestImages(ports.store);
    },
  };
}

/** The options of one pass, with the signal that ends it. */
type PassOver = SessionPassOptions & { signal: AbortSignal | undefined };

function passOver(
  sources: readonly FoundSource[],
  kept: Kept,
  ports: Ports,
  options: PassOver,
): Promise<Outcome> {
  const { ledger, entries, generation, newSender } = kept;
  const { clock, folder } = ports;
  const sender = newSender();
  const isChangedNow: PassTools['isChanged'] = (entry, source) =>
    isChanged(entry, source, generation, folder);
  const isProject: PassTools['isProject'] = ({ files }) =>
    files.some(({ path }) => folder.memberOf(path)?.isProject === true);
  function runNext(some: readonly FoundSource[], looked: () => void): Promise<Outcome> {
    const steps = openRound(sender, isChangedNow, kept, ports, options);
    return runRound(some, steps, { ledger, clock, signal: options.signal, looked });
  }
  const tools = { ledger, entries, isChanged: isChangedNow, isProject, runRound: runNext };
  return runPass(sources, tools, options);
}

/** Binds the steps of one round to what they work with. */
function openRound(
  sender: Sender,
  isChangedNow: PassTools['isChanged'],
  kept: Kept,
  ports: Ports,
  { isYoung, settle }: PassOver,
): RoundSteps {
  const { ledger, entries, leases, rules, generation, backfill, sweep, newSender } = kept;
  const { self, folder, formats, codec, digest, fingerprint, clock, log, observer, outage } = ports;
  const context = { folder: folder.root, generation, now: clock.now };
  const claims = createClaims(ledger, folder.find);

  async function stage(taken: Taken<RunSource>): Promise<(() => Staged) | 'changing'> {
    const { run, facts } = taken.source;
    await backfill.sending(facts.counts.images + facts.counts.series);
    const project = rules.get(run.project) ?? projectWithoutFile(run.project);
    return stageRun(taken, project, sender, { digest, codec, context });
  }
  const { session } = self.lease;
  const sendTools = { leases, newSender, find: folder.find, session, stage, context };
  const send: IntakeTools['send'] = (runs) => sendRuns(runs, sendTools);
  const intake = createIntake({ claims, rules, digest, context, isYoung, send });
  const read: TakeSourceTools['read'] = (source) =>
    readSource(source, { folder, formats, codec, fingerprint });

  let before: EntriesByPath = new Map();

  return {
    load: async (paths) => {
      const loaded = await entries.read(paths);
      if (loaded.type !== 'ok') return { failure: loaded };
      before = loaded.value;
      return {};
    },
    take: (source) => takeSource(source, { ledger, before, leases, clock, settle, read, take: intake.take }),
    finish: () => inOrder([intake.finish, async () => ({ failure: await sender.flush() })]),
    renew: (paths) => leases.renew(paths, newSender()),
    commit: async () => {
      const staged = intake.staged();
      const part = await commit(staged, claims, sender, {
        ledger,
        entries,
        now: clock.now,
        leases,
        rules,
        sweep,
        outage,
        log,
      });
      if (part.failure === undefined) tellRound(staged, part, { ledger, clock, observer });
      return part;
    },
    adopt: (sources, outcome) =>
      adopt(sources, outcome, {
        entries,
        rules,
        isChanged: isChangedNow,
        rulesOf: (entry) => rulesOf(entry, { formats, log }),
      }),
  };
}
