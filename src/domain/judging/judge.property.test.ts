import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedParameters } from '../model/parameters.ts';
import { judge, type Contender, type Judgement } from './judge.ts';

/** Few different ends and scores, so that ties of every kind are common; whole scores, so that sums are exact. */
const contender = fc.record({
  endedAt: fc.constantFrom(
    '2026-01-01T00:00:00.000Z',
    '2026-01-02T00:00:00.000Z',
    '2026-01-03T00:00:00.000Z',
  ),
  score: fc.option(fc.integer({ min: -4, max: 4 }), { nil: undefined }),
  parameters: fc
    .dictionary(fc.constantFrom('lr', 'k'), fc.integer({ min: 0, max: 2 }))
    .map((object) => new Map(Object.entries(object))),
});

const project: fc.Arbitrary<Contender[]> = fc
  .uniqueArray(fc.record({ id: fc.stringMatching(/^[a-c]{1,3}$/), of: contender }), {
    maxLength: 15,
    selector: ({ id }) => id,
  })
  .map((runs) => runs.map(({ id, of }) => ({ key: `key ${id}`, id, value: of.score, ...of })));

const shuffled = project.chain((runs) =>
  fc.tuple(fc.constant(runs), fc.shuffledSubarray(runs, { minLength: runs.length })),
);

function sorted(judgements: Judgement[]) {
  return judgements.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

type Ranked = Contender & { score: number; value: number };

function isBetter(a: Ranked, b: Ranked) {
  return a.score > b.score || (a.score === b.score && isEarlier(a, b));
}

function isEarlier(a: Contender, b: Contender) {
  return a.endedAt < b.endedAt || (a.endedAt === b.endedAt && a.id < b.id);
}

function bestOf(some: Ranked[]) {
  return some.find((run) => !some.some((other) => isBetter(other, run)));
}

/** The same by definition: for every run anew, the best of those that had ended. */
function judgeSlowly(runs: readonly Contender[]): Judgement[] {
  const ranked = runs.filter((run): run is Ranked => run.score !== undefined);
  return runs.map((run): Judgement => {
    const self = ranked.find(({ id }) => id === run.id);
    if (self === undefined) return { key: run.key, isBest: false };
    const previous = bestOf(ranked.filter((other) => isEarlier(other, run)));
    const best = bestOf(ranked.filter((other) => !isEarlier(run, other))) ?? self;
    const is = best === self;
    return {
      key: run.key,
      isBest: bestOf(ranked) === self,
      record: {
        is,
        value: best.value,
        score: best.score,
        ...(previous && { previous: previous.id }),
        ...(is &&
          previous && {
            gain: self.score - previous.score,
            changes: changedParameters(previous.parameters, self.parameters),
          }),
      },
    };
  });
}

test('is what the definition says', () => {
  fc.assert(
    fc.property(project, (runs) => {
      expect(sorted(judge(runs))).toEqual(sorted(judgeSlowly(runs)));
    }),
  );
});

test('depends on the runs, not on the order of the list', () => {
  fc.assert(
    fc.property(shuffled, ([runs, others]) => {
      expect(sorted(judge(runs))).toEqual(sorted(judge(others)));
    }),
  );
});

test('judges every run once, and exactly one is best if any ranks', () => {
  fc.assert(
    fc.property(project, (runs) => {
      const judged = judge(runs);
      expect(new Set(judged.map(({ key }) => key))).toEqual(new Set(runs.map(({ key }) => key)));
      expect(judged.length).toBe(runs.length);
      const best = judged.filter(({ isBest }) => isBest);
      expect(best.length).toBe(runs.some(({ score }) => score !== undefined) ? 1 : 0);
      for (const { record } of best) expect(record?.is).toBe(true);
    }),
  );
});

test('records only rise, and their gains add up to the whole way from the first to the last', () => {
  fc.assert(
    fc.property(project, (runs) => {
      const chronological = runs.toSorted((a, b) => (isEarlier(a, b) ? -1 : 1));
      const judged = new Map(judge(runs).map((judgement) => [judgement.key, judgement.record]));
      const records = chronological.flatMap(({ key }) => judged.get(key) ?? []);
      for (const [position, record] of records.entries()) {
        const before = records[position - 1];
        expect(record.is).toBe(before === undefined || record.score > before.score);
        expect(record.score).toBeGreaterThanOrEqual(before?.score ?? -Infinity);
        expect(record.gain === undefined || record.gain > 0).toBe(true);
      }
      const gained = records.reduce((sum, record) => sum + (record.gain ?? 0), 0);
      expect(gained).toBe((records.at(-1)?.score ?? 0) - (records[0]?.score ?? 0));
    }),
  );
});

function recordsOfOthers(judged: Judgement[]) {
  return sorted(judged.filter(({ key }) => key !== 'late')).map(({ record }) => record);
}

test('a later run changes nothing about those that ended before it, but who is best', () => {
  fc.assert(
    fc.property(project, contender, (runs, late) => {
      const last = {
        ...late,
        key: 'late',
        id: 'late',
        value: late.score,
        endedAt: '2027-01-01T00:00:00.000Z',
      };
      expect(recordsOfOthers(judge([...runs, last]))).toEqual(recordsOfOthers(judge(runs)));
    }),
  );
});
