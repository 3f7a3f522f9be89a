import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPace, type Pace, type PaceLimits } from './pace.ts';

const LIMITS: PaceLimits = { requests: 16, bytes: 8_000_000, bytesInFlight: 32_000_000 };

/** Sends rounds of as many requests as are allowed, each of which takes a tenth of a second, whatever it holds. */
function sendRounds(pace: Pace, from: number, count: number): number {
  let at = from;
  for (let round = 0; round < count; round += 1) {
    const [requests, bytes] = [pace.allowed(), pace.batchBytes()];
    for (let sent = 0; sent < requests; sent += 1) pace.went({ bytes, startedAt: at, endedAt: at + 100 });
    at += 100;
  }
  return at;
}

function pushBackRound(pace: Pace): void {
  for (let left = pace.allowed(); left > 0; left -= 1) pace.pushedBack();
}

test('it begins with two requests of a megabyte', () => {
  const pace = createPace(LIMITS);
  expect([pace.allowed(), pace.batchBytes()]).toEqual([2, 1_000_000]);
});

test('where everything pays it grows until the bytes in flight are used up', () => {
  const pace = createPace(LIMITS);
  sendRounds(pace, 0, 40);
  expect([pace.allowed(), pace.batchBytes()]).toEqual([16, 2_000_000]);
});

test('bursts of a small request a minute change nothing that was learnt', () => {
  const pace = createPace(LIMITS);
  const at = sendRounds(pace, 0, 40);
  for (let minute = 1; minute <= 1000; minute += 1) {
    const startedAt = at + minute * 60_000;
    pace.went({ bytes: 100_000, startedAt, endedAt: startedAt + 100 });
  }
  expect([pace.allowed(), pace.batchBytes()]).toEqual([16, 2_000_000]);
});

describe('push-backs', () => {
  test('one halves what may be under way at once, and those sent along with it change nothing', () => {
    const pace = createPace(LIMITS);
    sendRounds(pace, 0, 40);
    pace.pushedBack();
    expect(pace.allowed()).toBe(8);
    for (let other = 0; other < 15; other += 1) pace.pushedBack();
    expect(pace.allowed()).toBe(8);
    pace.pushedBack();
    expect(pace.allowed()).toBe(4);
  });

  test('round after round leads down to one request, never to none', () => {
    const pace = createPace(LIMITS);
    sendRounds(pace, 0, 40);
    const allowed = Array.from({ length: 6 }, () => {
      pushBackRound(pace);
      return pace.allowed();
    });
    expect(allowed.at(-1)).toBe(1);
    expect(pace.batchBytes()).toBeGreaterThan(0);
  });

  test('what was reached before comes back, except where it was pushed back', () => {
    const pace = createPace(LIMITS);
    const at = sendRounds(pace, 0, 40);
    for (let round = 0; round < 6; round += 1) pushBackRound(pace);
    sendRounds(pace, at, 20);
    expect([pace.allowed(), pace.batchBytes()]).toEqual([15, 2_000_000]);
  });

  test('where a single request is too much, requests become smaller', () => {
    const pace = createPace({ ...LIMITS, requests: 1 });
    pace.pushedBack();
    expect([pace.allowed(), pace.batchBytes()]).toEqual([1, 500_000]);
  });
});

describe('bounds', () => {
  const limits = fc.record({
    requests: fc.integer({ min: 1, max: 64 }),
    bytes: fc.integer({ min: 1, max: 100_000_000 }),
    bytesInFlight: fc.integer({ min: 1, max: 100_000_000 }),
  });
  const happening = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        rounds: fc.integer({ min: 1, max: 12 }),
        took: fc.double({ min: 0, max: 5000, noNaN: true }),
      }),
    },
    { weight: 1, arbitrary: fc.constant('pushed-back' as const) },
    { weight: 1, arbitrary: fc.constant('idle' as const) },
  );

  test('are kept, whatever happens', () => {
    fc.assert(
      fc.property(limits, fc.array(happening, { maxLength: 60 }), (bounds, happenings) => {
        const pace = createPace(bounds);
        let now = 0;
        const check = (): void => {
          const [allowed, bytes] = [pace.allowed(), pace.batchBytes()];
          expect(Number.isInteger(allowed) && Number.isInteger(bytes)).toBe(true);
          expect(allowed).toBeGreaterThanOrEqual(1);
          expect(allowed).toBeLessThanOrEqual(bounds.requests);
          expect(bytes).toBeGreaterThanOrEqual(1);
          expect(bytes).toBeLessThanOrEqual(bounds.bytes);
          expect(allowed * bytes).toBeLessThanOrEqual(bounds.bytesInFlight);
        };
        check();
        for (const happened of happenings) {
          if (happened === 'idle') now += 60_000;
          else if (happened === 'pushed-back') pace.pushedBack();
          else
            for (let round = 0; round < happened.rounds; round += 1) {
              const [requests, bytes] = [pace.allowed(), pace.batchBytes()];
              for (let sent = 0; sent < requests; sent += 1) {
                pace.went({ bytes, startedAt: now, endedAt: now + happened.took });
                check();
              }
              now += happened.took;
            }
          check();
        }
      }),
      { numRuns: 300 },
    );
  });
});
