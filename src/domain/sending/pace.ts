/**
 * How many bulk requests may be under way, and how large they are: found by what the server makes of them.
 *
 *   climbing ──(doubling pays no longer: first the number, then the size)──► holding ◄──(after a verdict)──┐
 *      ▲                                                                     ▲    └────(after a pause)────► trying
 *      └────────────────────────(growing paid by far)────────────────────────┼───────────────────────────────┘
 *   any state ──(push-back)──► recovering ──(back just below where it came)──┘
 *
 * - climbing: TCP's slow start (RFC 5681, section 3.1) and Elastic's advice ("Tune for indexing speed": double until
 *   the throughput plateaus, err on the side of too few). The number goes first: parallelism gains more than size.
 * - holding, trying: hill climbing as in .NET's thread pool (Hellerstein, Morrison, Eilebrecht: "Optimizing concurrency
 *   levels in the .NET ThreadPool", 2008): one neighbour at a time is measured against the present level; the pause
 *   in between grows while nothing better is found. Growth must pay; at a tie, less is better.
 * - recovering: AIMD (RFC 5681) with a memory, as in CUBIC (RFC 9438): half at once, then one more per round up to
 *   just below where the push-back came; that point is tried again later and later.
 *
 * Throughput decides, not latency as in TCP Vegas and Netflix's concurrency-limits: a bulk request's duration grows
 * with its size, so that there is no duration without load to compare with, and nobody waits for a single answer.
 * As there, a sender that doesn't use what it is allowed learns nothing: see `isSaturated` in pace-window.ts.
 */

import { createCeiling } from './pace-ceiling.ts';
import {
  createLevels,
  isGrowth,
  isSameLevel,
  type Direction,
  type Level,
  type PaceLimits,
} from './pace-level.ts';
import { judgeTrial } from './pace-trial.ts';
import { CAREFUL, createMeter, QUICK, type FinishedRequest, type Window } from './pace-window.ts';

export type { PaceLimits } from './pace-level.ts';

export type Pace = {
  /** Requests that may be under way now; at least 1. */
  allowed: () => number;
  /** At which size the next request is to be sent, in bytes. */
  batchBytes: () => number;
  /** A request was taken whole. Its duration is that of the attempt that succeeded. */
  went: (request: FinishedRequest) => void;
  /** A request was pushed back, wholly or in part, or timed out. */
  pushedBack: () => void;
};

type State =
  /** `before`: where the step under way was made from, and what that level achieved. */
  | { type: 'climbing'; axis: 'requests' | 'bytes'; before?: { level: Level; throughput: number } }
  | { type: 'holding'; milliseconds: number }
  | { type: 'trying'; direction: Direction; base: Level; other: Level; present: number[]; others: number[] }
  | { type: 'recovering'; target: Level; count: number };

/** Shrinking is tried less often than growing, and after a longer pause: most of its trials cost throughput. */
const DIRECTIONS = [
  'more-requests',
  'larger-requests',
  'fewer-requests',
  'more-requests',
  'larger-requests',
  'smaller-requests',
] as const;
const GAIN_TO_CLIMB = 1.1;
const FIRST_PAUSE = 250;
const PAUSE_FACTOR = 1.5;
const LONGEST_PAUSE = 6000;
const PAUSE_FACTOR_TO_SHRINK = 4;
const UNSATURATED_WINDOWS_TO_GIVE_UP = 3;

/** Begins modestly; finds its level while requests go, within the limits. All times are in milliseconds. */
export function createPace(limits: PaceLimits): Pace {
  const levels = createLevels(limits);
  let level = levels.first;
  let state: State = { type: 'climbing', axis: 'requests' };
  let now = 0;
  let meter = createMeter(level, -Infinity, 0, QUICK);
  /** The largest request that may still be under way: fewer are allowed until it has ended. */
  let heaviest = level.bytes;
  let unsaturated = 0;
  let turn = 0;
  let pause = FIRST_PAUSE;
  const ceiling = createCeiling();
  /** Requests sent along with one that was pushed back: they tell the same overload again. */
  let forgiven = 0;
  let wentSince = true;

  const allowed = (): number =>
    Math.max(1, Math.min(level.requests, Math.floor(limits.bytesInFlight / heaviest)));

  function move(next: Level): void {
    const underWay = Math.max(level.requests, allowed()) - 1;
    heaviest = Math.max(heaviest, next.bytes);
    level = next;
    unsaturated = 0;
    meter = createMeter(level, now, underWay, state.type === 'climbing' ? QUICK : CAREFUL);
    if (underWay === 0) heaviest = level.bytes;
  }

  function hold(): void {
    state = { type: 'holding', milliseconds: 0 };
  }

  /** What lies in that direction and isn't known to be too much; the level itself where nothing does. */
  function neighbour(direction: Direction, from: Level): Level {
    const next = levels.step(from, direction);
    if (next.requests > from.requests) {
      const requests = Math.max(from.requests, Math.min(next.requests, ceiling.requests()));
      return levels.within({ ...next, requests });
    }
    return next.bytes > from.bytes && !ceiling.allows(next.bytes) ? from : next;
  }

  function climb(current: State & { type: 'climbing' }, window: Window): void {
    const { before } = current;
    let { axis } = current;
    let best = { level, throughput: window.throughput };
    if (
      before !== undefined &&
      (!window.isSaturated || window.throughput < GAIN_TO_CLIMB * before.throughput)
    ) {
      best = before;
      if (axis === 'bytes' || !window.isSaturated) {
        hold();
        move(best.level);
        return;
      }
      axis = 'bytes';
    }
    const doubled = (): Level =>
      axis === 'requests'
        ? levels.within({ ...best.level, requests: Math.min(best.level.requests * 2, ceiling.requests()) })
        : neighbour('larger-requests', best.level);
    let next = doubled();
    if (axis === 'requests' && next.requests <= best.level.requests) {
      axis = 'bytes';
      next = doubled();
    }
    // Requests that stay small, because there is a limit on documents, say nothing about larger ones.
    const isStuck =
      axis === 'bytes' && (next.bytes <= best.level.bytes || window.bytes < best.level.bytes / 2);
    if (isStuck) hold();
    else state = { type: 'climbing', axis, before: best };
    if (!isSameLevel(level, isStuck ? best.level : next)) move(isStuck ? best.level : next);
  }

  function tryNext(window: Window, heldFor: number): void {
    for (let skipped = 0; skipped < DIRECTIONS.length; skipped += 1) {
      const direction = DIRECTIONS[(turn + skipped) % DIRECTIONS.length] ?? 'more-requests';
      const other = neighbour(direction, level);
      const isMoot = /larger|smaller/.test(direction) && window.bytes < level.bytes / 2;
      if (isSameLevel(other, level) || isMoot) continue;
      turn += skipped;
      if (!isGrowth(direction) && heldFor < pause * PAUSE_FACTOR_TO_SHRINK) return;
      state = { type: 'trying', direction, base: level, other, present: [window.throughput], others: [] };
      move(other);
      return;
    }
    hold();
  }

  function compare(trial: State & { type: 'trying' }, window: Window): void {
    const isOther = isSameLevel(level, trial.other);
    (isOther ? trial.others : trial.present).push(window.throughput);
    if (isOther) {
      move(trial.base);
      return;
    }
    const grows = isGrowth(trial.direction);
    const verdict = judgeTrial(trial.present, trial.others, grows);
    if (verdict === 'unsure') {
      move(trial.other);
      return;
    }
    hold();
    if (verdict === 'not-better') {
      turn += 1;
      pause = Math.min(pause * PAUSE_FACTOR, LONGEST_PAUSE);
      return;
    }
    // Where one step paid, the same one probably pays again.
    pause = FIRST_PAUSE;
    if (grows) ceiling.passed(trial.other);
    if (grows && verdict === 'far-better')
      state = { type: 'climbing', axis: trial.direction === 'more-requests' ? 'requests' : 'bytes' };
    move(trial.other);
  }

  function learn(window: Window): void {
    if (!window.isSaturated) {
      unsaturated += 1;
      if (unsaturated < UNSATURATED_WINDOWS_TO_GIVE_UP) return;
      // The sender itself cannot fill it, so that nothing is lost with it.
      if (state.type === 'climbing' && state.before !== undefined) climb(state, window);
      else if (state.type === 'trying') {
        const { base } = state;
        turn += 1;
        hold();
        if (!isSameLevel(level, base)) move(base);
      }
      return;
    }
    unsaturated = 0;
    ceiling.quietFor(window.milliseconds);
    if (state.type === 'climbing') climb(state, window);
    else if (state.type === 'trying') compare(state, window);
    else if (state.type === 'holding') {
      state.milliseconds += window.milliseconds;
      if (state.milliseconds >= pause) tryNext(window, state.milliseconds);
    }
  }

  /** One more request per round that goes whole, then larger ones, until it is back. */
  function recover(current: State & { type: 'recovering' }): void {
    current.count += 1;
    if (current.count < level.requests) return;
    current.count = 0;
    forgiven = 0;
    const { target } = current;
    const next = levels.within({
      requests: Math.min(level.requests + 1, Math.max(target.requests, level.requests)),
      bytes: level.requests < target.requests ? level.bytes : Math.min(level.bytes * 2, target.bytes),
    });
    if (isSameLevel(next, level)) hold();
    else move(next);
  }

  /** Where to come back to: where it was, if that wasn't too much. */
  function afterPushBack(): Level {
    if (state.type === 'recovering' && !wentSince) return state.target;
    const base =
      state.type === 'trying' ? state.base : (state.type === 'climbing' && state.before?.level) || level;
    ceiling.hit(level, base);
    if (level.bytes > base.bytes) return base;
    if (level.requests === 1) return levels.within({ requests: 1, bytes: level.bytes / 2 });
    return levels.within({ ...base, requests: Math.min(base.requests, level.requests - 1) });
  }

  return {
    allowed,
    batchBytes: () => level.bytes,
    went: (request) => {
      now = Math.max(now, request.endedAt);
      wentSince = true;
      const isFresh = meter.isFresh(request);
      if (!isFresh && forgiven > 0) forgiven -= 1;
      const window = meter.add(request);
      if (!meter.isDraining()) heaviest = level.bytes;
      if (state.type === 'recovering') {
        if (isFresh) recover(state);
      } else if (window !== undefined) learn(window);
    },
    pushedBack: () => {
      if (state.type === 'recovering') state.count = 0;
      if (forgiven > 0) {
        forgiven -= 1;
        return;
      }
      const target = afterPushBack();
      forgiven = level.requests - 1;
      wentSince = false;
      state = { type: 'recovering', target, count: 0 };
      if (level.requests > 1) move(levels.within({ ...level, requests: Math.floor(level.requests / 2) }));
      else move(levels.within({ ...level, bytes: level.bytes / 2 }));
    },
  };
}
