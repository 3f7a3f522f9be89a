import { expect, test } from 'vitest';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { silentObserver } from '../ports/observer.ts';
import { createOutage } from './outage.ts';

const unreachable: ElasticsearchFailure = { type: 'unreachable', reason: 'connection refused' };
const forbidden: ElasticsearchFailure = { type: 'forbidden', reason: 'not allowed' };

/** A clock that a test sets, what was logged above the level of debugging, and what observers were told. */
function world() {
  const clock = {
    at: 0,
    elapsed: () => clock.at,
    unix: () => 0,
    now: () => '',
    wait: async () => {},
    random: () => 0,
  };
  const logged: string[] = [];
  const told: unknown[] = [];
  const note = (_fields: object, message: string) => logged.push(message);
  const observer = {
    ...silentObserver,
    paused: (reason: string, seconds: number) => told.push([reason, seconds]),
    resumed: () => told.push('resumed'),
  };
  return {
    clock,
    logged,
    told,
    outage: createOutage(clock, { debug: () => {}, info: note, warn: note, error: note }, observer),
  };
}

const NOTHING = 'Elasticsearch is not accepting writes; retrying';
const AGAIN = 'Elasticsearch accepts writes again';

test('what lasts is told once, and so is its end', () => {
  const { clock, logged, told, outage } = world();
  for (clock.at = 0; clock.at < 60_000; clock.at += 1000) outage.failed(unreachable, 1000);
  outage.over();
  outage.over();
  expect(logged).toEqual([NOTHING, AGAIN]);
  expect(told.at(0)).toEqual(['connection refused', 1]);
  expect(told.filter((each) => each === 'resumed')).toHaveLength(1);
});

test('what passes soon is not worth a line, but observers know', () => {
  const { logged, told, outage } = world();
  outage.failed(unreachable, 200);
  outage.over();
  expect(logged).toEqual([]);
  expect(told).toEqual([['connection refused', 0.2], 'resumed']);
});

test('what does not pass by itself is told at once, and another cause is told too', () => {
  const { clock, logged, outage } = world();
  outage.failed(forbidden, 100);
  clock.at = 5000;
  outage.failed(unreachable, 100);
  outage.failed(unreachable, 100);
  expect(logged).toEqual([NOTHING, NOTHING]);
});

test('where one index is forbidden, a request to another one that goes through ends nothing', () => {
  const { logged, outage } = world();
  for (let times = 0; times < 3; times += 1) {
    outage.failed(forbidden, 100);
    outage.passed();
  }
  expect(logged).toEqual([NOTHING]);
  outage.over();
  expect(logged).toEqual([NOTHING, AGAIN]);
});

test('what passes by itself has passed when the request that failed went through', () => {
  const { clock, logged, outage } = world();
  outage.failed(unreachable, 100);
  clock.at = 5000;
  outage.failed(unreachable, 100);
  outage.passed();
  expect(logged).toEqual([NOTHING, AGAIN]);
});

test('a server that goes down in several ways is one outage', () => {
  const { clock, logged, outage } = world();
  for (const type of ['unreachable', 'timeout', 'unavailable', 'unreachable'] as const) {
    clock.at += 5000;
    outage.failed({ type, reason: type }, 1000);
  }
  expect(logged).toEqual([NOTHING]);
});

test('refusals that are nobody’s fault are remembered until it is over, but not for ever', () => {
  const { clock, outage } = world();
  expect(outage.isOfRefusals()).toBe(false);
  outage.failed({ type: 'bad-request', reason: 'refused' }, 1000);
  expect(outage.isOfRefusals()).toBe(true);
  outage.over();
  expect(outage.isOfRefusals()).toBe(false);
  for (clock.at = 0; clock.at < 600_000; clock.at += 1000)
    outage.failed({ type: 'bad-request', reason: 'refused' }, 1000);
  expect(outage.isOfRefusals()).toBe(false);
});
