/**
 * The daemon's loop. The watcher only hints at changes; the scan finds all of them.
 *
 *   turn:  scan, if it is due ─▶ pass over settled sources ─▶ sweep after sources taken over ─▶ judge touched projects
 *            ─▶ judge projects unchecked since the start
 *     │
 *     ├─ success ─▶ wait for a hint, a source to settle, the next scan or sweep, or the signal ─▶ the next turn
 *     ├─ failure ─▶ back off ─▶ the same turn again
 *     ├─ an index is missing ─▶ end: set up and start over
 *     └─ the signal ─▶ end, once the turn is done
 */

import type { Attempt, ElasticsearchFailure } from '../domain/model/outcome.ts';
import { LONGEST_DELAY_MILLISECONDS, nextDelay } from '../domain/sending/retry.ts';
import { createJudgingSchedule, type JudgingSchedule } from './judging/schedule.ts';
import type { Clock } from './ports/clock.ts';
import type { Folder, Scan, Watcher } from './ports/folder.ts';
import type { Ports } from './ports/ports.ts';
import { retrying } from './sending/retrying.ts';
import type { Session } from './session.ts';
import { changedAmong } from './watching/changed.ts';
import { createLingering, type Lingering } from './watching/lingering.ts';
import { createMisnamed } from './watching/misnamed.ts';
import { passSettled, type PassSettledTools } from './watching/pass-settled.ts';
import { createScanning, type Scanning } from './watching/scanning.ts';
import { createSettleQueue, type SettleQueue } from './watching/settle-queue.ts';
import { createSummary, type Summary } from './watching/summary.ts';
import type { Vanished, VanishedOptions } from './watching/vanished.ts';
import { createWaker, type Waker } from './watching/waker.ts';

/** All times are in milliseconds. */
export type WatchOptions = {
  /** Absent: scans alone, for folders whose file system does not tell of changes. */
  watcher: Watcher | undefined;
  settle: number;
  scanInterval: number;
  /** How long a request of a daemon that has died may still be under way. */
  linger: number;
  /** How long an incomplete source may take to become complete. */
  incomplete: number;
  vanished: VanishedOptions;
  signal: AbortSignal;
};

export type WatchPorts = Pick<Ports, 'folder' | 'clock' | 'log' | 'observer' | 'outage'>;

/** The parts of the daemon that have a state of their own. */
type Daemon = {
  queue: SettleQueue;
  scanning: Scanning;
  vanished: Vanished;
  lingering: Lingering;
  judging: JudgingSchedule;
  summary: Summary;
  waker: Waker;
  tellMisnamed: (scan: Scan & { type: 'scanned' }) => void;
};

/**
 * Watches until the signal is aborted; the turn that is under way then is finished first.
 *
 * @returns `start-over` when an index was deleted meanwhile: it has to be set up and the ledger read again
 */
export async function watchFolder(
  session: Session,
  ports: WatchPorts,
  options: WatchOptions,
): Promise<'stopped' | 'start-over'> {
  const { clock, outage } = ports;
  const { signal } = options;
  const daemon = createDaemon(session, ports, options);
  const watcher = startWatcher(daemon, session, ports, options.watcher);
  const retryTools = {
    clock,
    signal,
    // A turn that succeeds after a failure may have sent nothing, which does not show that the outage is over.
    outage: { failed: outage.failed, passed: () => undefined },
    mayPass: ({ type }: ElasticsearchFailure) => type !== 'not-found',
  };
  let hasStarted = false;
  try {
    while (!signal.aborted) {
      const turn = await retrying(
        () => takeTurn(daemon, session, ports, { ...options, hasStarted }),
        retryTools,
      );
      if (turn.type !== 'ok') return signal.aborted ? 'stopped' : await startOver(turn, ports, signal);
      if (turn.value.hasSent || !isExpecting(daemon)) outage.over();
      if (!hasStarted && daemon.queue.size() === 0) {
        hasStarted = true;
        tellStarted(session, ports);
      }
      // What could not be put back is tried again with each turn.
      if (hasStarted) await session.endBackfill();
      if (!signal.aborted) await waitForWork(daemon, clock);
    }
    return 'stopped';
  } finally {
    daemon.waker.close();
    daemon.summary.end();
    await watcher?.close();
  }
}

function createDaemon(
  session: Session,
  { folder, clock, log, observer }: WatchPorts,
  { settle, scanInterval, linger, vanished, watcher, signal }: WatchOptions,
): Daemon {
  return {
    queue: createSettleQueue(folder, clock, { settle, trustMoves: watcher !== undefined }),
    scanning: createScanning({ folder, clock, log, observer }, scanInterval),
    vanished: session.vanished(vanished),
    lingering: createLingering(session.sweepAgain, clock, linger),
    judging: createJudgingSchedule(session.judge, clock, session.ledger.projects()),
    summary: createSummary(clock, log),
    waker: createWaker(clock, signal),
    tellMisnamed: createMisnamed(log),
  };
}

function startWatcher(
  { queue, scanning, waker }: Daemon,
  { ledger }: Session,
  { folder, log, observer }: WatchPorts,
  watcher: Watcher | undefined,
): ReturnType<Watcher> | undefined {
  function scanSoon(): void {
    scanning.request();
    waker.wake();
  }
  // Told before it begins: it may fail at once.
  observer.watcher(watcher !== undefined);
  return watcher?.(folder.root, {
    hint: (path) => {
      const source = folder.memberOf(path)?.source;
      const sources = [...(source === undefined ? [] : [source]), ...ledger.sourcesWith(path)];
      for (const each of sources) queue.noticed(each);
      if (sources.length > 0) waker.wake();
    },
    // It did not see what happened before it was ready.
    ready: scanSoon,
    up: (isUp, reason) => {
      observer.watcher(isUp);
      if (isUp) log.info({}, 'The watcher works again');
      else log.warn({ reason }, 'The watcher failed; scans find what it misses');
      scanSoon();
    },
  });
}

/** `hasSent`: Elasticsearch has accepted something. */
type Turn = { hasSent: boolean };

type TurnOptions = Pick<WatchOptions, 'settle' | 'incomplete'> & {
  /** The backlog that was found at the start is done. */
  hasStarted: boolean;
};

/** Each step at most once, up to the first that fails. */
async function takeTurn(
  daemon: Daemon,
  session: Session,
  { folder, clock, observer }: WatchPorts,
  { settle, incomplete, hasStarted }: TurnOptions,
): Promise<Attempt<Turn>> {
  const { queue, lingering, judging, summary, waker } = daemon;
  waker.reset();
  const scanned = await scan(daemon, session, folder);
  if (scanned !== undefined) return scanned;

  const pass: PassSettledTools['pass'] = (sources, more) => session.pass(sources, { settle, ...more });
  const outcome = await passSettled({ queue, pass, clock, incomplete });
  if (outcome !== undefined) {
    judging.touch(outcome.touched);
    lingering.add(outcome.takenOver);
    observer.files(session.ledger.counts());
    summary.add(outcome.tally);
    if (outcome.failure !== undefined) return outcome.failure;
  }

  const swept = await lingering.sweep();
  if (swept !== undefined) return swept;

  const judged = await judging.judgeTouched(queue.size() > 0);
  if (judged.type !== 'ok') return judged;
  if (hasStarted && queue.size() === 0) {
    const checked = await judging.judgeUnchecked();
    if (checked.type !== 'ok') return checked;
  }
  return { type: 'ok', value: { hasSent: (outcome?.tally.recorded ?? 0) > 0 || judged.value } };
}

/** Puts what is new or changed into the queue, and notices what is gone. */
async function scan(
  { scanning, queue, vanished, judging, tellMisnamed }: Daemon,
  { ledger, generation }: Session,
  folder: Folder,
): Promise<ElasticsearchFailure | undefined> {
  const found = await scanning.scan();
  if (found === undefined) return undefined;
  for (const source of await changedAmong(found.sources, ledger, generation, folder)) queue.scanned(source);
  tellMisnamed(found);
  const touched = await vanished.notice(found);
  if (touched.type !== 'ok') return touched;
  judging.touch(touched.value);
  return undefined;
}

/** Whether something is about to be sent. */
function isExpecting({ queue, judging }: Daemon): boolean {
  return queue.nextDue() !== undefined || judging.hasTouched();
}

function tellStarted({ ledger }: Session, { folder, log, observer }: WatchPorts): void {
  observer.files(ledger.counts());
  observer.started();
  log.info({ folder: folder.root }, 'Watching');
}

async function waitForWork(
  { queue, scanning, lingering, judging, summary, waker }: Daemon,
  clock: Clock,
): Promise<void> {
  if (judging.hasUnchecked() && queue.size() === 0) return;
  summary.tell();
  const dueAt = Math.min(scanning.dueAt(), lingering.dueAt());
  await waker.wait(Math.min(queue.nextDue() ?? Infinity, dueAt - clock.elapsed()));
}

/** An index that is missing right after it was set up must not be set up again without a pause. */
async function startOver(
  failure: ElasticsearchFailure,
  { clock, outage }: WatchPorts,
  signal: AbortSignal,
): Promise<'stopped' | 'start-over'> {
  const delay = nextDelay(undefined, clock.random(), LONGEST_DELAY_MILLISECONDS);
  outage.failed(failure, delay);
  await clock.wait(delay, signal);
  return signal.aborted ? 'stopped' : 'start-over';
}
