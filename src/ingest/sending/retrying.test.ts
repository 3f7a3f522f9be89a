import { expect, test } from 'vitest';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { retrying, type RetryTools } from './retrying.ts';

const UNREACHABLE: ElasticsearchFailure = { type: 'unreachable', reason: 'connection refused' };
const FORBIDDEN: ElasticsearchFailure = { type: 'forbidden', reason: 'not allowed' };
const DONE = { type: 'ok', value: 'done' } as const;

/** Work with these outcomes, one after the other, and a list of what was done. */
function prepare(outcomes: Attempt<string>[], tools: Partial<RetryTools> = {}) {
  const done: string[] = [];
  const run = () =>
    retrying(
      async () => {
        done.push('work');
        return outcomes.shift() ?? DONE;
      },
      {
        clock: { random: () => 0, wait: async (milliseconds) => void done.push(`wait ${milliseconds}`) },
        outage: {
          failed: ({ type }, delay) => done.push(`${type}, again in ${delay}`),
          passed: () => done.push('passed'),
        },
        ...tools,
      },
    );
  return { run, done };
}

test('work that succeeds is done once, and no outage is mentioned', async () => {
  const { run, done } = prepare([]);
  expect(await run()).toEqual(DONE);
  expect(done).toEqual(['work']);
});

test('what passes by itself is waited for, and the outage is told of its end', async () => {
  const { run, done } = prepare([UNREACHABLE, UNREACHABLE]);
  expect(await run()).toEqual(DONE);
  const failed = ['work', 'unreachable, again in 100', 'wait 100'];
  expect(done).toEqual([...failed, ...failed, 'work', 'passed']);
});

test('what does not pass by itself is given back at once', async () => {
  const { run, done } = prepare([UNREACHABLE, FORBIDDEN]);
  expect(await run()).toEqual(FORBIDDEN);
  expect(done).toEqual(['work', 'unreachable, again in 100', 'wait 100', 'work']);
});

test('the caller decides what is worth another attempt', async () => {
  const { run, done } = prepare([FORBIDDEN, UNREACHABLE], { mayPass: ({ type }) => type === 'forbidden' });
  expect(await run()).toEqual(UNREACHABLE);
  expect(done.filter((each) => each === 'work')).toHaveLength(2);
});

test('after the signal nothing is tried again, neither at once nor after the pause', async () => {
  const stopped = prepare([UNREACHABLE], { signal: AbortSignal.abort() });
  expect(await stopped.run()).toEqual(UNREACHABLE);
  expect(stopped.done).toEqual(['work']);

  const stop = new AbortController();
  const waits: number[] = [];
  const clock = {
    random: () => 0,
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
      stop.abort();
    },
  };
  const stoppedInPause = prepare([UNREACHABLE], { signal: stop.signal, clock });
  expect(await stoppedInPause.run()).toEqual(UNREACHABLE);
  expect([waits, stoppedInPause.done]).toEqual([[100], ['work', 'unreachable, again in 100']]);
});
