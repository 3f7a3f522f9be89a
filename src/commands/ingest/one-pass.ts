import { createMisnamed } from '../../ingest/watching/misnamed.ts';
import type { Again } from '../../ingest/round/outcome.ts';
import type { Progress } from '../../ingest/round/pass.ts';
import type { Ports } from '../../ingest/ports/ports.ts';
import { openSession, type Session, type SessionOptions } from '../../ingest/session.ts';
import type { Tally } from '../../ingest/round/tally.ts';
import type { Report } from '../../output/report.ts';
import { couldNot } from '../shared/elasticsearch-failure.ts';
import { errorLines, warningLines } from '../shared/files.ts';
import { createPersist, type Persist } from './persist.ts';
import { wholePass } from './whole-pass.ts';

export type IngestOptions = SessionOptions & {
  /** Called with how many files are done, and of how many. */
  progress?: ((progress: Progress) => void) | undefined;
};

/** One pass over the folder: what is new or changed is read, indexed and judged. */
export async function ingest(world: Ports, options: IngestOptions): Promise<Report> {
  const started = world.clock.elapsed();
  const { limits, signal } = options;
  const persist = createPersist(world, { patience: limits.patience, signal });
  const session = await persist(() => openSession(world, options));
  if (session.type !== 'ok') return couldNot('could not read the ledger', session);
  const report = await passOver(session.value, world, options, persist, started);
  await session.value.endBackfill();
  return report;
}

/** Reads what is new or changed, ends the backfill, and judges the projects. */
async function passOver(
  session: Session,
  world: Ports,
  options: IngestOptions,
  persist: Persist,
  started: number,
): Promise<Report> {
  const found = await world.folder.scan();
  if (found.type === 'no-folder') {
    const advice = 'Is the share mounted?';
    return {
      type: 'failure',
      failure: { what: 'cannot read the folder', on: world.folder.root, why: found.reason, advice },
    };
  }
  createMisnamed(world.log)(found);
  const { tally, touched, again, failure } = await wholePass(
    session,
    found.sources,
    {
      progress: options.progress,
      // A single pass does not wait for other daemons.
      isYoung: () => false,
      settle: 0,
    },
    world,
    persist,
  );
  // Again at the very end, if that does not work now: the failure may pass meanwhile.
  await session.endBackfill();
  if (failure !== undefined) return couldNot(`stopped after ${tally.seen} of ${tally.files} files`, failure);
  // Also those that were not touched: an earlier pass may have been cut off before it judged them.
  const projects = new Set([...session.ledger.projects(), ...touched]);
  const judged = await persist<void>(
    async () => (await session.judge(projects)) ?? { type: 'ok', value: undefined },
  );
  if (judged.type !== 'ok') return couldNot('indexed the files, but could not judge the runs', judged);
  return report(tally, again, (world.clock.elapsed() - started) / 1000);
}

function report(tally: Tally, again: readonly Again[], seconds: number): Report {
  const { files, indexed, unchanged, rejected, projects, partial, documents, errors, warnings } = tally;
  const rounded = Math.round(seconds * 10) / 10;
  const waiting = again.length;
  const summary = { files, indexed, unchanged, rejected, partial, waiting, projects };
  return {
    type: 'result',
    exitCode: rejected + partial > 0 ? 1 : 0,
    json: { ...summary, documents, seconds: rounded, errors, warnings },
    sections: [
      {
        columns: [...Object.keys(summary), 'documents', 'seconds'].map((key) => ({
          key,
          title: key === 'projects' ? 'project files' : key,
        })),
        rows: [
          {
            ...summary,
            documents: Object.values(documents).reduce((sum, count) => sum + count, 0),
            seconds: rounded,
          },
        ],
      },
    ],
    notes: [
      ...(warnings.length > 0 ? [warningLines(warnings)] : []),
      ...(errors.length > 0 ? [errorLines(errors)] : []),
      ...again.map(({ path, because }) => `${path}  ${WHY[because]}: the next ingest sees to it`),
    ],
  };
}

const WHY: Record<Again['because'], string> = {
  changing: 'is still being written',
  waiting: 'is not whole yet',
  busy: 'is being read by another runlens',
};
