/**
 * The daemon's loop. Events only hint; the scan is the truth.
 *
 *            ┌───────── every scan interval, and at the start ─────────┐
 *            ▼                                                         │
 *          scan ──▶ settle ──▶ pass ──▶ judge ──▶ wait for a hint, a settled file, the next scan, or the end
 *                     ▲                   │
 *   watcher's hints ──┘                   └── failure: back off, and do the same again
 */

import type { ElasticsearchFailure } from '../domain/outcome.ts';
import { nextDelay } from '../domain/retry.ts';
import { isChanged } from './changed.ts';
import type { Watcher, World } from './ports.ts';
import { createSettling } from './settle.ts';
import type { Session } from './session.ts';

export type WatchOptions = {
  /** Absent: scans alone, for folders whose file system tells nobody of changes. */
  watcher: Watcher | undefined;
  /** Milliseconds. */
  settle: number;
  scanInterval: number;
  signal: AbortSignal;
};

const LONGEST_BACK_OFF_MILLISECONDS = 60_000;

const JUDGE_INTERVAL_MILLISECONDS = 5000;

/** Watches until the signal is aborted; what is in flight then is finished first. */
export async function watchFolder(session: Session, world: World, options: WatchOptions): Promise<void> {
  const { folder, clock, log } = world;
  const { settle, scanInterval, signal } = options;
  const settling = createSettling(folder, settle);
  const unjudged = new Set<string>(session.ledger.projects());
  let nextScan = clock.elapsed();
  let wake = new AbortController();
  const hint = (path: string) => {
    for (const owner of [path, ...session.ledger.sideFileOf(path)]) settling.hint(owner);
    wake.abort();
  };
  const watcher = options.watcher?.(folder.root, hint, (reason) => {
    log.warn({ reason }, 'The watcher failed; scanning');
    nextScan = clock.elapsed();
    wake.abort();
  });
  let delay: number | undefined;
  let judgedAt = clock.elapsed();
  let first = true;

  async function scan(): Promise<void> {
    nextScan = clock.elapsed() + scanInterval;
    for (const file of await folder.scan()) {
      if (
        session.ledger.sideFileOf(file.path).size === 0 &&
        (await isChanged(session.ledger.get(file.path), file, folder))
      ) {
        settling.hint(file.path);
      }
    }
  }

  async function step(): Promise<ElasticsearchFailure | undefined> {
    const files = await settling.takeSettled(clock.elapsed());
    if (files.length > 0) {
      const { tally, touched, unsettled, failure } = await session.pass(files);
      for (const project of touched) unjudged.add(project);
      for (const path of unsettled) settling.hint(path);
      if (failure !== undefined) {
        for (const { path } of files) settling.hint(path);
        return failure;
      }
      const { indexed, projects, rejected, partial, documents } = tally;
      if (tally.recorded > 0) log.info({ indexed, projects, rejected, partial, documents }, 'Ingested');
      for (const { path, errors } of tally.recorded > 0 ? tally.errors : [])
        log.warn({ path, errors: errors.slice(0, 3) }, 'Not wholly taken in');
    }
    // While files keep coming, one judgement now and then serves them all.
    const patient = settling.size() > 0 && clock.elapsed() - judgedAt < JUDGE_INTERVAL_MILLISECONDS;
    if (unjudged.size === 0 || patient) return undefined;
    const failure = await session.judge(unjudged);
    judgedAt = clock.elapsed();
    if (failure === undefined) unjudged.clear();
    return failure;
  }

  try {
    while (!signal.aborted) {
      wake = new AbortController();
      if (clock.elapsed() >= nextScan) await scan();
      const failure = await step();
      if (failure === undefined) {
        delay = undefined;
        if (first && settling.size() === 0) log.info({ folder: folder.root }, 'Watching');
        first &&= settling.size() > 0;
      } else {
        delay = nextDelay(delay, clock.random(), LONGEST_BACK_OFF_MILLISECONDS);
        log.error(
          { reason: failure.reason, retry_in_ms: delay },
          'Elasticsearch does not take anything; trying again',
        );
        await clock.wait(delay, signal);
        continue;
      }
      if (settling.size() > 0) await clock.wait(settle, signal);
      else await clock.wait(Math.max(0, nextScan - clock.elapsed()), AbortSignal.any([signal, wake.signal]));
    }
  } finally {
    await watcher?.close();
  }
}
