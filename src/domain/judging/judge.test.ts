import { describe, expect, test } from 'vitest';
import { judge, type Contender, type Judgement } from './judge.ts';

function run(id: string, hour: number, score?: number, parameters: Record<string, number> = {}): Contender {
  return {
    key: `key of ${id}`,
    id,
    endedAt: `2026-08-09T${String(hour).padStart(2, '0')}:00:00.000Z`,
    value: score === undefined ? undefined : Math.abs(score),
    score,
    parameters: new Map(Object.entries(parameters)),
  };
}

function byId(runs: Contender[]): Record<string, Judgement> {
  return Object.fromEntries(
    judge(runs).map((judgement) => [judgement.key.slice('key of '.length), judgement]),
  );
}

test('no runs, no judgements', () => {
  expect(judge([])).toEqual([]);
});

test('a record is a run that was best when it ended; who follows is compared with it', () => {
  const runs = [
    run('c', 3, 0.9, { lr: 0.1, k: 5 }),
    run('a', 1, 0.5, { lr: 0.1, k: 3 }),
    run('b', 2, 0.4, { lr: 0.2 }),
  ];
  expect(byId(runs)).toEqual({
    a: { key: 'key of a', isBest: false, record: { is: true, value: 0.5, score: 0.5 } },
    b: { key: 'key of b', isBest: false, record: { is: false, value: 0.5, score: 0.5, previous: 'a' } },
    c: {
      key: 'key of c',
      isBest: true,
      record: {
        is: true,
        value: 0.9,
        score: 0.9,
        gain: 0.4,
        previous: 'a',
        changes: [{ name: 'k', before: '3', after: '5' }],
      },
    },
  });
});

test('scores decide, values are shown: to minimize, the score is negative', () => {
  expect(byId([run('a', 1, -3), run('b', 2, -2)])['b']?.record).toEqual({
    is: true,
    value: 2,
    score: -2,
    gain: 1,
    previous: 'a',
    changes: [],
  });
});

describe('ties', () => {
  test('go to the earlier end', () => {
    const judged = byId([run('a', 2, 0.5), run('b', 1, 0.5)]);
    expect(judged['b']).toMatchObject({ isBest: true, record: { is: true } });
    expect(judged['a']).toMatchObject({ isBest: false, record: { is: false, previous: 'b' } });
    expect(judged['a']?.record).not.toHaveProperty('gain');
  });

  test('then to the smaller id', () => {
    const judged = byId([run('b', 1, 0.5), run('a', 1, 0.5)]);
    expect(judged['a']).toMatchObject({ isBest: true, record: { is: true } });
    expect(judged['b']).toMatchObject({ isBest: false, record: { is: false, previous: 'a' } });
  });

  test('0 to maximize and 0 to minimize are one score', () => {
    expect(byId([run('a', 1, -0), run('b', 2, 0)])['a']?.isBest).toBe(true);
  });
});

test('a run that does not rank has no record, is nobody best, and nobody sees it', () => {
  const judged = byId([run('a', 1, 0.5), run('b', 2), run('c', 3, 0.6)]);
  expect(judged['b']).toEqual({ key: 'key of b', isBest: false });
  expect(judged['c']?.record?.previous).toBe('a');
});

test('when no run ranks, none is best', () => {
  expect(judge([run('a', 1), run('b', 2)]).map(({ isBest }) => isBest)).toEqual([false, false]);
});
