/** Everything that one daemon, or one `ingest`, knows while it runs: the ledger, the projects' rules, how to send. */

import { fileId } from '../domain/documents/ids.ts';
import type { Attempt, ElasticsearchFailure } from '../domain/model/outcome.ts';
import { createBackfill } from './sending/backfill.ts';
import { holdsRows } from './ledger/holds-rows.ts';
import { judgeProject, showBestImages } from './judging/judge-project.ts';
import { createKnownRuns } from './judging/known-runs.ts';
import { createLedgerView, type LedgerView } from './ledger/ledger-view.ts';
import { createLeases } from './ledger/leases.ts';
import { runPass, type PassOptions, type PassOutcome, type PassState } from './round/pass.ts';
import type { FoundFile } from './ports/folder.ts';
import type { Store } from './ports/store.ts';
import type { World } from './ports/world.ts';
import { readAllRules } from './judging/rules.ts';
import { createSender, paceFor, type SendLimits } from './sending/sender.ts';
import { sweepRound } from './round/sweep.ts';
import { createVanished, type Vanished, type VanishedOptions } from './watching/vanished.ts';

export type SessionOptions = {
  limits: SendLimits;
  signal?: AbortSignal | undefined;
};

export type SessionPassOptions = Omit<PassOptions, 'newSender' | 'signal'>;

export type Session = {
  ledger: LedgerView;
  generation: string;
  /** Takes in what is new or changed among these files. */
  pass: (files: readonly FoundFile[], options: SessionPassOptions) => Promise<PassOutcome>;
  /** Nothing more is to be filled in bulk: the indices are as they are day by day. May be called again and again. */
  endBackfill: () => Promise<void>;
  /** Sweeps once more after files that are in. */
  sweepAgain: (paths: readonly string[]) => Promise<ElasticsearchFailure | undefined>;
  /** Looks after files that go. */
  vanished: (options: VanishedOptions) => Vanished;
  /** Judges these projects and moves the alias of the best images. */
  judge: (projects: Iterable<string>) => Promise<ElasticsearchFailure | undefined>;
};

/** Loads the ledger of the folder and the rules of all projects. */
export async function openSession(
  world: World,
  { limits, signal }: SessionOptions,
): Promise<Attempt<Session>> {
  const ledger = createLedgerView([]);
  for await (const page of world.store.readLedger(world.folder.root)) {
    if (page.type !== 'ok') return page;
    for (const { id, entry, token } of page.value) {
      if (entry === undefined || id !== fileId(world.digest, entry.folder, entry.path)) continue;
      ledger.set(entry, token);
    }
  }
  const projects = await readAllRules(world);
  if (projects.type !== 'ok') return projects;
  const generation = await world.store.generation();
  if (generation.type !== 'ok') return generation;
  const { id, isRare } = generation.value;
  const isKnownToHold = () => holdsRows(ledger, id);
  const state: PassState = {
    ledger,
    leases: createLeases(ledger, world),
    backfill: createBackfill(world, { isKnownToHold, isLeftRare: isRare, signal }),
    projects: projects.value,
    generation: id,
  };
  const pace = paceFor(limits);
  const known = createKnownRuns();
  const store: Store = {
    ...world.store,
    bulk: async (batch) => {
      const { bytes } = batch;
      const answer = await world.store.bulk(batch);
      if (answer.type === 'ok') state.backfill.sent(bytes);
      return answer;
    },
  };
  const newSender = () => createSender({ ...world, store, signal }, limits, pace);
  return {
    type: 'ok',
    value: {
      ledger,
      generation: state.generation,
      pass: (files, options) => runPass(files, state, world, { ...options, newSender, signal }),
      endBackfill: state.backfill.end,
      sweepAgain: async (paths) => {
        const entries = paths.flatMap((path) => ledger.get(path) ?? []);
        const swept = await sweepRound(entries, [], world, newSender());
        return 'type' in swept ? swept : undefined;
      },
      vanished: (options) => createVanished(state, world, newSender, options),
      judge: async (names) => {
        for (const name of names) {
          const judged = await judgeProject(name, world, newSender(), known);
          if (judged.type !== 'ok') return judged;
          world.log.debug({ project: name, ...judged.value }, 'Judged a project');
        }
        return showBestImages(world);
      },
    },
  };
}
