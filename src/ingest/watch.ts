/**
 * The daemon's loop. Events only hint; the scan is the truth.
 *
 *            ┌───────── every scan interval, and at the start ─────────┐
 *            ▼                                                         │
 *          scan ──▶ settle ──▶ pass ──▶ judge ──▶ wait for a hint, a settled file, the next scan, or the end
 *                     ▲                   │
 *   watcher's hints ──┘                   ├── failure: back off, and do the same again
 *                                         └── an index is missing: end, to be set up and begun anew
 */

import { isCandidate } from '../domain/candidates.ts';
import type { ElasticsearchFailure } from '../domain/outcome.ts';
import { nextDelay } from '../domain/retry.ts';
import { isChanged } from './changed.ts';
import type { Watcher, World } from './ports.ts';
import type { Session } from './session.ts';
import { createSettling } from './settle.ts';

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

/**
 * Watches until the signal is aborted; what is in flight then is finished first.
 *
 * @returns `start-over` when an index was deleted under the daemon: it has to be set up and the ledger read again
 */
export async function watchFolder(
  session: Session,
  world: World,
  options: WatchOptions,
): Promise<'stopped' | 'start-over'> {
  const { folder, clock, log } = world;
  const { settle, scanInterval, signal } = options;
  const { ledger, generation } = session;
  const settling = createSettling(folder, settle);
  const unjudged = new Set<string>(ledger.projects());
  let nextScan = clock.elapsed();
  let wake = new AbortController();
  const hint = (path: string) => {
    const paths = [path, ...ledger.sideFileOf(path)].filter(isCandidate);
    for (const hinted of paths) settling.hint(hinted);
    if (paths.length > 0) wake.abort();
  };
  const watcher = options.watcher?.(folder.root, hint, (reason) => {
    log.warn({ reason }, 'The watcher failed; scanning');
    nextScan = clock.elapsed();
    wake.abort();
  });
  let delay: number | undefined;
  let judgedAt = clock.elapsed();
  let isFirst = true;

  async function scan(): Promise<void> {
    nextScan = clock.elapsed() + scanInterval;
    const found = await folder.scan();
    if (found.type === 'no-folder') {
      log.error(
        { folder: folder.root, reason: found.reason },
        'The folder cannot be read; looking again at the next scan',
      );
      return;
    }
    for (const file of found.files) {
      if (ledger.isSideFile(file.path)) continue;
      if (await isChanged(ledger.get(file.path), file, generation, folder)) settling.hint(file.path);
    }
  }

  async function passSettled(): Promise<ElasticsearchFailure | undefined> {
    const files = await settling.takeSettled(clock.elapsed());
    if (files.length === 0) return undefined;
    const { tally, touched, unsettled, failure } = await session.pass(files);
    for (const project of touched) unjudged.add(project);
    for (const path of unsettled) settling.hint(path);
    if (failure !== undefined) {
      for (const { path } of files) settling.hint(path);
      return failure;
    }
    if (tally.recorded === 0) return undefined;
    const { indexed, projects, rejected, partial, documents } = tally;
    log.info({ indexed, projects, rejected, partial, documents }, 'Ingested');
    for (const { path, errors } of tally.errors)
      log.warn({ path, errors: errors.slice(0, 3) }, 'Not wholly taken in');
    return undefined;
  }

  async function judgeTouched(): Promise<ElasticsearchFailure | undefined> {
    // While files keep coming, one judgement now and then serves them all.
    const isPatient = settling.size() > 0 && clock.elapsed() - judgedAt < JUDGE_INTERVAL_MILLISECONDS;
    if (unjudged.size === 0 || isPatient) return undefined;
    const failure = await session.judge(unjudged);
    judgedAt = clock.elapsed();
    if (failure === undefined) unjudged.clear();
    return failure;
  }

  try {
    while (!signal.aborted) {
      wake = new AbortController();
      if (clock.elapsed() >= nextScan) await scan();
      const failure = (await passSettled()) ?? (await judgeTouched());
      if (failure !== undefined) {
        delay = nextDelay(delay, clock.random(), LONGEST_BACK_OFF_MILLISECONDS);
        log.error(
          { reason: failure.reason, retry_in_ms: delay },
          'Elasticsearch does not take anything; trying again',
        );
        await clock.wait(delay, signal);
        if (failure.type === 'not-found') return signal.aborted ? 'stopped' : 'start-over';
        continue;
      }
      delay = undefined;
      if (isFirst && settling.size() === 0) {
        log.info({ folder: folder.root }, 'Watching');
        isFirst = false;
      }
      if (settling.size() > 0) await clock.wait(settle, signal);
      else await clock.wait(Math.max(0, nextScan - clock.elapsed()), AbortSignal.any([signal, wake.signal]));
    }
    return 'stopped';
  } finally {
    await watcher?.close();
  }
}
