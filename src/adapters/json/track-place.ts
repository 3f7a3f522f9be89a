import type { JSONVisitor } from 'jsonc-parser';
import type { Expectation } from '../../domain/text/unexpected.ts';
import type { Path } from '../../domain/model/problem.ts';

/** Where the library's walk over a text is: in what, and what should come next. */
export type Place = { path: Path; container: 'object' | 'array' | undefined; expectation: Expectation };

type Frame = { step: string | number | undefined; container: 'object' | 'array'; expectation: Expectation };

/** Keeps the place through a walk; `progress` is called whenever the walk has made sense of something. */
export function trackPlace(progress: () => void): { visitor: JSONVisitor; now: () => Place } {
  const frames: Frame[] = [];
  let rootExpectation: Expectation = 'value';

  function expect(expectation: Expectation): void {
    const frame = frames.at(-1);
    if (frame === undefined) rootExpectation = expectation;
    else frame.expectation = expectation;
  }

  function enter(frame: Frame): void {
    expect('after-value');
    frames.push(frame);
    progress();
  }

  function leave(): void {
    frames.pop();
    progress();
  }

  return {
    visitor: {
      onObjectBegin: () => enter({ step: undefined, container: 'object', expectation: 'key' }),
      onArrayBegin: () => enter({ step: 0, container: 'array', expectation: 'value' }),
      onObjectEnd: leave,
      onArrayEnd: leave,
      onObjectProperty: (name) => {
        const frame = frames.at(-1);
        if (frame) frame.step = name;
        expect('colon');
        progress();
      },
      onSeparator: (character) => {
        const frame = frames.at(-1);
        if (character === ',' && frame) {
          frame.step = typeof frame.step === 'number' ? frame.step + 1 : undefined;
          expect(frame.container === 'array' ? 'value' : 'key');
          progress();
        } else expect('value');
      },
      onLiteralValue: () => {
        expect('after-value');
        progress();
      },
    },
    now: () => {
      const frame = frames.at(-1);
      const path = frames.flatMap(({ step }) => step ?? []);
      return { path, container: frame?.container, expectation: frame?.expectation ?? rootExpectation };
    },
  };
}
