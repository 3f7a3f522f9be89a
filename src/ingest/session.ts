/** Everything that one daemon, or one `ingest`, knows while it runs: the ledger, the projects' rules, how to send. */

import type { LedgerEntry } from '../domain/ledger.ts';
import type { Attempt, ElasticsearchFailure } from '../domain/outcome.ts';
import { INDEX_NAMES } from '../domain/provision/names.ts';
import { judgeProject, showBestImages } from './judge-project.ts';
import { createLedgerView, type LedgerView } from './ledger-view.ts';
import { runPass, type PassOutcome } from './pass.ts';
import type { FoundFile, World } from './ports.ts';
import { readAllRules } from './rules.ts';
import { createSender, type SendLimits } from './sender.ts';
import type { Tally } from './tally.ts';

export type SessionOptions = {
  limits: SendLimits;
  signal?: AbortSignal | undefined;
};

export type Session = {
  ledger: LedgerView;
  generation: string;
  /** Takes in what is new or changed among these files. */
  pass: (files: readonly FoundFile[], progress?: (tally: Tally) => void) => Promise<PassOutcome>;
  /** Judges these projects and moves the alias of the best images. */
  judge: (projects: Iterable<string>) => Promise<ElasticsearchFailure | undefined>;
};

/** Loads the ledger of the folder and the rules of all projects. */
export async function openSession(
  world: World,
  { limits, signal }: SessionOptions,
): Promise<Attempt<Session>> {
  const entries: LedgerEntry[] = [];
  for await (const page of world.store.readLedger(world.folder.root)) {
    if (page.type !== 'ok') return page;
    entries.push(...page.value);
  }
  const projects = await readAllRules(world);
  if (projects.type !== 'ok') return projects;
  const generation = await world.store.generation();
  if (generation.type !== 'ok') return generation;
  const state = { ledger: createLedgerView(entries), projects: projects.value, generation: generation.value };
  // A sender halts for good at a failure, so each piece of work gets its own.
  const sender = () => createSender(world.store, limits, world.clock, world.log, signal);
  return {
    type: 'ok',
    value: {
      ledger: state.ledger,
      generation: state.generation,
      pass: (files, progress) => runPass(files, state, world, { sender: sender(), signal, progress }),
      judge: async (names) => {
        for (const name of names) {
          const judged = await judgeProject(name, world, sender());
          if (judged.type !== 'ok') return judged;
          world.log.debug({ project: name, ...judged.value }, 'Judged a project');
        }
        const shown = await showBestImages(world);
        if (shown.type !== 'ok') return shown;
        // Whoever asks right after this finds what was done.
        const refreshed = await world.store.refresh(INDEX_NAMES);
        return refreshed.type === 'ok' ? undefined : refreshed;
      },
    },
  };
}
