/**
 * The daemon's loop. Events only hint; the scan is the truth.
 *
 *            ┌──── every scan interval, at the start, when the watcher fails ────┐
 *            ▼                                                                   │
 *          scan ──▶ consider ──▶ one round ──▶ judge ──▶ wait for a hint, a settled file, the next scan, or the end
 *                     ▲                          │
 *   watcher's hints ──┘                          ├── failure: back off, and do the same again
 *                                                └── an index is missing: end, to be set up and begun anew
 */

import { isCandidate } from '../domain/formats/candidates.ts';
import type { FileState } from '../domain/ledger/entry.ts';
import type { ElasticsearchFailure } from '../domain/model/outcome.ts';
import { LONGEST_DELAY_MILLISECONDS, nextDelay } from '../domain/sending/retry.ts';
import { changedAmong } from './watching/changed.ts';
import { createConsidering } from './watching/settle-queue.ts';
import { createMisnamed } from './watching/misnamed.ts';
import type { FoundFile, Watcher } from './ports/folder.ts';
import type { Ports } from './ports/ports.ts';
import type { Session } from './session.ts';
import { createSummary } from './watching/summary.ts';
import type { VanishedOptions } from './watching/vanished.ts';

export type WatchOptions = {
  /** Absent: scans alone, for folders whose file system tells nobody of changes. */
  watcher: Watcher | undefined;
  /** Milliseconds. */
  settle: number;
  scanInterval: number;
  /** How long a request of somebody who has died may still be under way, in milliseconds. */
  linger: number;
  /** How long an incomplete file may wait to become whole, in milliseconds. */
  incomplete: number;
  vanished: VanishedOptions;
  signal: AbortSignal;
};

const JUDGE_INTERVAL_MILLISECONDS = 5000;

/** A round's worth: between two of them there is time for a scan, for judging, and for the end. */
const FILES_PER_TURN = 200;
const PROJECTS_PER_TURN = 20;

/**
 * Watches until the signal is aborted; what is in flight then is finished first.
 *
 * @returns `start-over` when an index was deleted under the daemon: it has to be set up and the ledger read again
 */
export async function watchFolder(
  session: Session,
  world: Pick<Ports, 'folder' | 'clock' | 'log' | 'observer' | 'outage'>,
  options: WatchOptions,
): Promise<'stopped' | 'start-over'> {
  const { folder, clock, log, observer, outage } = world;
  const { settle, scanInterval, signal } = options;
  const { ledger, generation } = session;
  const considering = createConsidering(folder, clock, {
    settle,
    trustMoves: options.watcher !== undefined,
  });
  const vanished = session.vanished(options.vanished);
  const lingering: { path: string; due: number }[] = [];
  const summary = createSummary(clock, log);
  const tellOfMisnamed = createMisnamed(log);
  const unjudged = new Set<string>();
  // Whoever was here before may have died before it came to judging. There is time for that once the backlog is through.
  const unchecked = ledger.projects();
  let wake = new AbortController();
  let nextScan = clock.elapsed();
  let judgedAt = clock.elapsed();
  let hasStarted = false;
  let hasSent = false;
  let unreadable: string | undefined;

  const hint = (path: string) => {
    const paths = [path, ...ledger.sideFileOf(path)].filter(isCandidate);
    for (const hinted of paths) considering.hint(hinted);
    if (paths.length > 0) wake.abort();
  };
  const scanSoon = () => {
    nextScan = clock.elapsed();
    wake.abort();
  };
  // Before it begins: it may fail at once.
  observer.watcher(options.watcher !== undefined);
  const watcher = options.watcher?.(folder.root, {
    hint,
    // What happened before it was there, it did not see.
    ready: scanSoon,
    up: (isUp, reason) => {
      observer.watcher(isUp);
      if (isUp) log.info({}, 'The watcher is back');
      else log.warn({ reason }, 'The watcher failed; scanning finds what it misses');
      scanSoon();
    },
  });

  async function scan(): Promise<ElasticsearchFailure | undefined> {
    const started = clock.elapsed();
    nextScan = started + scanInterval;
    const found = await folder.scan();
    if (found.type === 'no-folder') {
      observer.folderUnreadable(found.reason);
      if (unreadable !== found.reason)
        log.error(
          { folder: folder.root, reason: found.reason },
          'The folder cannot be read; looking at each scan',
        );
      unreadable = found.reason;
      return undefined;
    }
    if (unreadable !== undefined) log.info({ folder: folder.root }, 'The folder can be read again');
    unreadable = undefined;
    for (const file of await changedAmong(found.files, ledger, generation, folder)) considering.seen(file);
    tellOfMisnamed(found);
    observer.scanned({ seconds: (clock.elapsed() - started) / 1000, at: clock.unix() / 1000 });
    const touched = await vanished.notice(found);
    if (touched.type !== 'ok') return touched;
    for (const project of touched.value) unjudged.add(project);
    return undefined;
  }

  /** By its own date, or by how long we have known it like this: either clock may be wrong. */
  function isYoung({ path, state }: FoundFile): boolean {
    const known = clock.elapsed() - (considering.since(path) ?? clock.elapsed());
    return Math.max(known, ageOf(state)) < options.incomplete;
  }

  function ageOf({ modifiedNs }: FileState): number {
    return clock.unix() - Number(modifiedNs) / 1e6;
  }

  async function passSettled(): Promise<ElasticsearchFailure | undefined> {
    const files = await considering.take(FILES_PER_TURN);
    if (files.length === 0) return undefined;
    const { tally, touched, again, takenOver, failure } = await session.pass(files, { isYoung, settle });
    for (const project of touched) unjudged.add(project);
    for (const path of takenOver) lingering.push({ path, due: clock.elapsed() + options.linger });
    observer.files(ledger.counts());
    summary.add(tally);
    if (failure !== undefined) return failure;
    hasSent = tally.recorded > 0;
    const reasons = new Map(again.map(({ path, because }) => [path, because]));
    for (const { path } of files) {
      const because = reasons.get(path);
      if (because === undefined) considering.done(path);
      else if (because === 'changing') considering.restart(path);
      else considering.rest(path);
    }
    return undefined;
  }

  /** What came late from somebody whose files we took over is taken away again. */
  async function sweepLingering(): Promise<ElasticsearchFailure | undefined> {
    const due = lingering.filter((each) => each.due <= clock.elapsed());
    if (due.length === 0) return undefined;
    const failure = await session.sweepAgain(due.map(({ path }) => path));
    if (failure === undefined) lingering.splice(0, due.length);
    return failure;
  }

  async function judgeTouched(): Promise<ElasticsearchFailure | undefined> {
    // While files keep coming, one judgement now and then serves them all.
    const isPatient = considering.size() > 0 && clock.elapsed() - judgedAt < JUDGE_INTERVAL_MILLISECONDS;
    if (unjudged.size === 0 || isPatient) return undefined;
    const failure = await judge([...unjudged]);
    judgedAt = clock.elapsed();
    hasSent ||= failure === undefined;
    return failure;
  }

  /** A few of those that nothing has touched since the start. */
  async function judgeUnchecked(): Promise<ElasticsearchFailure | undefined> {
    if (unchecked.size === 0 || !hasStarted || considering.size() > 0) return undefined;
    return judge([...unchecked].slice(0, PROJECTS_PER_TURN));
  }

  async function judge(projects: readonly string[]): Promise<ElasticsearchFailure | undefined> {
    const failure = await session.judge(projects);
    if (failure !== undefined) return failure;
    for (const project of projects) {
      unjudged.delete(project);
      unchecked.delete(project);
    }
    return undefined;
  }

  async function turn(): Promise<ElasticsearchFailure | undefined> {
    const failure = clock.elapsed() >= nextScan ? await scan() : undefined;
    return (
      failure ??
      (await passSettled()) ??
      (await sweepLingering()) ??
      (await judgeTouched()) ??
      judgeUnchecked()
    );
  }

  async function waitForWork(): Promise<void> {
    summary.tell();
    const untilDue = considering.nextDue() ?? Infinity;
    const until = Math.min(nextScan, lingering[0]?.due ?? Infinity) - clock.elapsed();
    await clock.wait(Math.max(0, Math.min(untilDue, until)), wake.signal);
  }

  const stop = () => wake.abort();
  signal.addEventListener('abort', stop);
  let delay: number | undefined;
  try {
    while (!signal.aborted) {
      // A signal of its own for each turn, and none derived from the one that lasts: those would gather on it.
      wake = new AbortController();
      hasSent = false;
      const failure = await turn();
      if (failure !== undefined) {
        delay = nextDelay(delay, clock.random(), LONGEST_DELAY_MILLISECONDS);
        outage.failed(failure, delay);
        await clock.wait(delay, signal);
        if (failure.type === 'not-found') return signal.aborted ? 'stopped' : 'start-over';
        continue;
      }
      delay = undefined;
      // A turn in which there was nothing to send shows nothing.
      if (hasSent || (considering.nextDue() === undefined && unjudged.size === 0)) outage.over();
      if (!hasStarted && considering.size() === 0) {
        hasStarted = true;
        observer.files(ledger.counts());
        observer.started();
        log.info({ folder: folder.root }, 'Watching');
      }
      // What could not be put back is tried again with each turn.
      if (hasStarted) await session.endBackfill();
      if (!signal.aborted && (unchecked.size === 0 || considering.size() > 0)) await waitForWork();
    }
    return 'stopped';
  } finally {
    signal.removeEventListener('abort', stop);
    summary.end();
    await watcher?.close();
  }
}
