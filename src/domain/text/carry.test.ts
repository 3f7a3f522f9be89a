import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCarry } from './carry.ts';

test('whatever is left of pieces comes before the next one, though their memory is another’s again', () => {
  const step = fc.record({
    piece: fc.uint8Array({ maxLength: 20 }),
    isLooked: fc.boolean(),
    left: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const carry = createCarry();
      const memory = new Uint8Array(20);
      let expected: number[] = [];
      const seen: [found: unknown, expected: unknown][] = [];
      for (const { piece, isLooked, left } of steps) {
        memory.set(piece);
        const given = memory.subarray(0, piece.length);
        expected = expected.concat(Array.from(piece));
        if (isLooked) {
          const all = carry.with(given);
          seen.push([Array.from(all), expected]);
          const from = all.length - Math.floor(left * all.length);
          expected = expected.slice(from);
          carry.keep(all.subarray(from));
        } else carry.add(given);
        seen.push([carry.length, expected.length]);
        memory.fill(255);
      }
      seen.push([Array.from(carry.with(new Uint8Array())), expected]);
      expect(seen.map(([found]) => found)).toEqual(seen.map(([, one]) => one));
    }),
    { numRuns: 1000 },
  );
});
