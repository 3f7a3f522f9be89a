/**
 * The pace against little simulated servers: what it finds by itself is held against the best fixed setting, found by
 * trying them all on the same server with the same noise.
 */

import { describe, expect, test } from 'vitest';
import { createPace, type Pace, type PaceLimits } from './pace.ts';

type Server = {
  /** Bytes per millisecond of all threads together, at a time. */
  capacity: (at: number) => number;
  threads: (at: number) => number;
  /** Milliseconds a thread spends on a request, however small it is. */
  fixedCost: number;
  /** Milliseconds both ways together. */
  latency: number;
  /** More requests than this in the server at once are pushed back. */
  mostAtOnce?: (at: number) => number;
};

type Run = {
  /** Bytes per millisecond that were taken between two times. */
  throughput: (from: number, to: number) => number;
  mostBytesInFlight: number;
  pushBacks: (from: number, to: number) => number;
  levels: { at: number; requests: number; bytes: number }[];
};

type Sender = {
  /** Bytes per millisecond it can produce. */
  production?: number;
  /** Sends bursts of this many bytes at this interval, instead of all the time. */
  bursts?: { bytes: number; every: number };
  end: number;
};

type Event = { at: number; happen: () => void };

const LIMITS: PaceLimits = { requests: 32, bytes: 8_000_000, bytesInFlight: 32_000_000 };
const always = (value: number) => () => value;

/** Numbers from 0 to 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every four seconds or so the server merges segments or collects garbage, and has half its speed for a second. */
function slowness(seed: number): (at: number) => number {
  const random = createRandom(seed);
  const isSlow = new Set<number>();
  for (let tenth = random() * 40; tenth < 3000; tenth += 20 + random() * 40)
    for (let more = 0; more < 10; more += 1) isSlow.add(Math.floor(tenth) + more);
  return (at) => (isSlow.has(Math.floor(at / 100)) ? 2 : 1);
}

function simulate(
  server: Server,
  pace: Pick<Pace, 'allowed' | 'batchBytes'> & Partial<Pace>,
  sender: Sender,
  seed?: number,
): Run {
  const random = createRandom(seed ?? 1);
  const slow = seed === undefined ? always(1) : slowness(seed);
  const jitter = (): number => (seed === undefined ? 1 : 0.8 + 0.4 * random());
  const events: Event[] = [];
  const taken: { at: number; bytes: number }[] = [];
  const pushBacks: number[] = [];
  const levels: Run['levels'] = [];
  let threadsFreeAt: number[] = [];
  let inServer: number[] = [];
  let [inFlight, bytesInFlight, mostBytesInFlight, producedAt, now] = [0, 0, 0, 0, 0];
  let toSend = sender.bursts === undefined ? Infinity : 0;

  function schedule(at: number, happen: () => void): void {
    let index = events.length;
    while (index > 0 && (events[index - 1] as Event).at <= at) index -= 1;
    events.splice(index, 0, { at, happen });
  }

  function request(bytes: number): void {
    const startedAt = now;
    const arrival = now + server.latency / 2;
    inServer = inServer.filter((end) => end > arrival);
    if (inServer.length >= (server.mostAtOnce?.(arrival) ?? Infinity)) {
      schedule(arrival + server.latency / 2 + 1, () => {
        pushBacks.push(now);
        pace.pushedBack?.();
        schedule(now + 500 + 500 * random(), () => request(bytes));
      });
      return;
    }
    const threads = server.threads(arrival);
    if (threads !== threadsFreeAt.length)
      threadsFreeAt = Array.from({ length: threads }, (_, thread) => threadsFreeAt[thread] ?? 0);
    const thread = threadsFreeAt.indexOf(Math.min(...threadsFreeAt));
    const start = Math.max(arrival, threadsFreeAt[thread] ?? 0);
    const work = server.fixedCost + (bytes * threads) / server.capacity(start);
    const end = start + work * jitter() * slow(start);
    threadsFreeAt[thread] = end;
    inServer.push(end);
    schedule(end + server.latency / 2, () => {
      taken.push({ at: now, bytes });
      inFlight -= 1;
      bytesInFlight -= bytes;
      pace.went?.({ bytes, startedAt, endedAt: now });
      send();
    });
  }

  function send(): void {
    while (inFlight < pace.allowed() && toSend > 0) {
      const bytes = Math.min(pace.batchBytes(), toSend);
      const ready = producedAt + bytes / (sender.production ?? Infinity);
      if (ready > now) {
        schedule(ready, send);
        return;
      }
      producedAt = now;
      toSend -= bytes;
      inFlight += 1;
      bytesInFlight += bytes;
      mostBytesInFlight = Math.max(mostBytesInFlight, bytesInFlight);
      request(bytes);
    }
  }

  const { bytes: burst, every } = sender.bursts ?? { bytes: 0, every: Infinity };
  for (let at = 0; at < sender.end; at += every)
    schedule(at, () => {
      toSend += burst;
      send();
    });
  for (let next = events.pop(); next !== undefined && next.at < sender.end; next = events.pop()) {
    now = next.at;
    next.happen();
    const last = levels.at(-1);
    const level = { at: now, requests: pace.allowed(), bytes: pace.batchBytes() };
    if (last?.requests !== level.requests || last.bytes !== level.bytes) levels.push(level);
  }
  return {
    throughput: (from, to) =>
      taken.reduce((sum, { at, bytes }) => (at >= from && at < to ? sum + bytes : sum), 0) / (to - from),
    pushBacks: (from, to) => pushBacks.filter((at) => at >= from && at < to).length,
    mostBytesInFlight,
    levels,
  };
}

/**
 * Of all numbers of requests, in all sizes that are doublings; under noise, to save time, beyond eight of every fourth
 * number, and without the sizes below a megabyte, which are never the best.
 */
function bestFixed(
  server: Server,
  from: number,
  to: number,
  seed?: number,
): { throughput: number; requests: number; bytes: number } {
  let best = { throughput: 0, requests: 0, bytes: 0 };
  for (let bytes = seed === undefined ? 250_000 : 1_000_000; bytes <= LIMITS.bytes; bytes *= 2)
    for (
      let requests = 1;
      requests <= LIMITS.requests && requests * bytes <= LIMITS.bytesInFlight;
      requests += requests < 8 || seed === undefined ? 1 : 4
    ) {
      const run = simulate(
        server,
        { allowed: always(requests), batchBytes: always(bytes) },
        { end: to },
        seed,
      );
      const throughput = run.throughput(from, to);
      if (throughput > best.throughput) best = { throughput, requests, bytes };
    }
  return best;
}

/** Half a minute in, something happens to it. */
const later = (before: number, after: number) => (at: number) => (at < 30_000 ? before : after);

const SERVERS: Record<string, Server> = {
  'one thread': { capacity: always(20_000), threads: always(1), fixedCost: 5, latency: 1 },
  'eight threads': { capacity: always(80_000), threads: always(8), fixedCost: 5, latency: 1 },
  'a cluster of ten nodes': { capacity: always(400_000), threads: always(24), fixedCost: 5, latency: 1 },
  'fifty milliseconds away': { capacity: always(100_000), threads: always(8), fixedCost: 5, latency: 50 },
  'far away and fast': { capacity: always(400_000), threads: always(24), fixedCost: 2, latency: 100 },
  'pushes back beyond six': {
    capacity: always(60_000),
    threads: always(6),
    fixedCost: 5,
    latency: 1,
    mostAtOnce: always(6),
  },
  'pushes back beyond three of one thread': {
    capacity: always(20_000),
    threads: always(1),
    fixedCost: 5,
    latency: 1,
    mostAtOnce: always(3),
  },
};

const CHANGING: Record<string, Server> = {
  'one thread, then eight': {
    capacity: later(20_000, 100_000),
    threads: later(1, 8),
    fixedCost: 5,
    latency: 1,
  },
  'eight threads, then two': {
    capacity: later(80_000, 20_000),
    threads: later(8, 2),
    fixedCost: 5,
    latency: 1,
  },
  'eight threads, then hardly any place': {
    capacity: later(80_000, 20_000),
    threads: later(8, 2),
    fixedCost: 5,
    latency: 1,
    mostAtOnce: later(12, 3),
  },
};

const range = (values: number[]): number => Math.max(...values) / Math.min(...values);

/** Throughput as a share of the best fixed setting's, on the same server at the same time. */
function share(server: Server, from: number, to: number, seed?: number): number {
  const pace = createPace(LIMITS);
  const run = simulate(server, pace, { end: to }, seed);
  const best = bestFixed(server, from, to, seed);
  expect(run.mostBytesInFlight).toBeLessThanOrEqual(LIMITS.bytesInFlight);
  const achieved = run.throughput(from, to) / best.throughput;
  if (process.env['PACE_REPORT'] !== undefined)
    console.log(
      seed ?? '-',
      `best ${best.requests} x ${best.bytes / 1e6} MB, share ${achieved.toFixed(3)}, in 2-5 s ${(run.throughput(2000, 5000) / best.throughput).toFixed(2)}, at the end ${pace.allowed()} x ${(pace.batchBytes() / 1e6).toFixed(1)} MB, most ${(run.mostBytesInFlight / 1e6).toFixed(0)} MB, push-backs ${run.pushBacks(0, from)} + ${run.pushBacks(from, to)}`,
    );
  return achieved;
}

describe.each(Object.entries(SERVERS))('%s', (_, server) => {
  test('is kept as busy as by the best fixed setting, or 10 % less', () => {
    expect(share(server, 5000, 25_000)).toBeGreaterThan(0.9);
  });

  test('is kept as busy under noise', () => {
    const shares = [1, 2, 3].map((seed) => share(server, 5000, 25_000, seed));
    expect(shares.reduce((sum, one) => sum + one, 0) / shares.length).toBeGreaterThan(0.9);
  });

  test('is kept busy within seconds', () => {
    const run = simulate(server, createPace(LIMITS), { end: 25_000 });
    expect(run.throughput(2000, 4000)).toBeGreaterThan(0.7 * run.throughput(15_000, 25_000));
  });
});

test.each(Object.entries(CHANGING))('%s: the new best is found', (_, server) => {
  expect(share(server, 40_000, 60_000)).toBeGreaterThan(0.9);
});

test('once found, a level is left for its neighbours only', () => {
  const run = simulate(SERVERS['eight threads'] as Server, createPace(LIMITS), { end: 120_000 });
  const settled = run.levels.filter(({ at }) => at > 60_000);
  expect(range(settled.map(({ requests }) => requests))).toBeLessThanOrEqual(2.4);
  expect(range(settled.map(({ bytes }) => bytes))).toBeLessThanOrEqual(4);
});

test('a sender that cannot fill what is allowed tries nothing', () => {
  const run = simulate(SERVERS['eight threads'] as Server, createPace(LIMITS), {
    end: 60_000,
    production: 5000,
  });
  expect(run.levels).toHaveLength(1);
});

test('small bursts teach nothing', () => {
  const pace = createPace(LIMITS);
  const bursts = { bytes: 100_000, every: 60_000 };
  const server = SERVERS['eight threads'] as Server;
  const quiet = simulate(server, pace, { end: 3_600_000, bursts });
  expect(quiet.levels).toHaveLength(1);
});

test('a server that pushes back is left in peace once it is known where', () => {
  const run = simulate(SERVERS['pushes back beyond six'] as Server, createPace(LIMITS), { end: 120_000 });
  expect(run.pushBacks(0, 20_000)).toBeGreaterThan(0);
  expect(run.pushBacks(60_000, 120_000)).toBeLessThanOrEqual(2);
});
