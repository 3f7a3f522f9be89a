import type { Path, Problem } from '../model/problem.ts';
import { cutOff, fault, type Fault } from './fault.ts';
import { collectFindings } from './findings.ts';
import { shorten } from './number.ts';
import { readString } from './read-string.ts';
import { readWord } from './read-word.ts';
import { DEEPEST_NESTING } from './scan.ts';
import { unexpected, type Expectation } from './unexpected.ts';

/** `fault` is why the text could not be read to its end; `problems` are what is wrong although it can be read. */
export type Reading = {
  value: unknown;
  fault: (Fault & { path: Path }) | undefined;
  problems: Problem[];
  warnings: Problem[];
};

/** An object or array that is being read, and where in it the reader is. */
type Frame =
  | { type: 'object'; object: Record<string, unknown>; step: string | undefined }
  | { type: 'array'; array: unknown[]; step: number };

/**
 * Reads JSON text from `start` to `limit` character by character, for text that JSON.parse would refuse or get
 * wrong: it knows NaN and Infinity, keeps large integers exact, sees keys that come twice, and knows where it is
 * when something is wrong. Four to five times as slow. It keeps its own stack, so that depth is no danger.
 *
 *   {  ▶ first-key ──"…"──▶ colon ──:──▶ value ──…──▶ after-value ──}──▶
 *           │                 ▲                            │
 *           }▶                └────"…"──── key ◀─────,─────┘
 *
 *   [  ▶ first-item ──────────…──────────▶ after-value ──]──▶
 *           │                              ▲ │
 *           ]▶                 value ──…───┘ │
 *                                ▲─────,─────┘
 */
export function readCarefully(text: string, start: number, limit: number): Reading {
  const problems = collectFindings();
  const warnings = collectFindings();
  const frames: Frame[] = [];
  let root: unknown;
  let expectation = 'value' as Expectation;
  let at = start;

  /** Where the reader is; or, one step less, what it is in. */
  const path = (within = frames): Path => within.flatMap(({ step }) => step ?? []);

  function place(value: unknown): void {
    const frame = frames.at(-1);
    if (frame === undefined) root = value;
    else if (frame.type === 'array') frame.array.push(value);
    else if (frame.step !== undefined && frame.step !== '__proto__') frame.object[frame.step] = value;
    expectation = 'after-value';
  }

  function open(frame: Frame): Fault | undefined {
    if (frames.length === DEEPEST_NESTING) return fault(at, TOO_DEEP);
    place(frame.type === 'array' ? frame.array : frame.object);
    frames.push(frame);
    expectation = frame.type === 'array' ? 'first-item' : 'first-key';
    at += 1;
    return undefined;
  }

  function close(): undefined {
    frames.pop();
    expectation = 'after-value';
    at += 1;
    return undefined;
  }

  function readKey(frame: Frame & { type: 'object' }): Fault | undefined {
    const key = readString(text, at, limit);
    if (key.type === 'fault') return key;
    frame.step = key.value;
    if (key.value === '__proto__')
      problems.add(path(), at, 'the key "__proto__" is reserved: choose another name');
    else if (Object.hasOwn(frame.object, key.value)) {
      problems.add(
        path(),
        at,
        `the key ${JSON.stringify(shorten(key.value))} stands twice in the same object`,
      );
    }
    expectation = 'colon';
    at = key.end;
    return undefined;
  }

  function readScalar(code: number): Fault | undefined {
    const scalar = code === 34 /* " */ ? readString(text, at, limit) : readWord(text, at, limit);
    if (scalar.type === 'fault') return scalar;
    if (scalar.type === 'word' && scalar.problem !== undefined) problems.add(path(), at, scalar.problem);
    if (scalar.type === 'word' && scalar.note !== undefined) warnings.add(path(), at, scalar.note);
    place(scalar.value);
    at = scalar.end;
    return undefined;
  }

  /** Takes what begins at `at`, if it is what is expected. */
  function step(frame: Frame | undefined, code: number): Fault | undefined {
    if (expectation === 'after-value') return stepOn(frame, code);
    if (expectation === 'colon') {
      if (code !== 58 /* : */) return wrong(frame);
      expectation = 'value';
      at += 1;
      return undefined;
    }
    if (expectation === 'key' || expectation === 'first-key') {
      if (code === 34 /* " */ && frame?.type === 'object') return readKey(frame);
      return code === 125 /* } */ && expectation === 'first-key' ? close() : wrong(frame);
    }
    if (code === 123 /* { */) return open({ type: 'object', object: {}, step: undefined });
    if (code === 91 /* [ */) return open({ type: 'array', array: [], step: 0 });
    if (code === 93 /* ] */ && expectation === 'first-item') return close();
    return beginsScalar(code) ? readScalar(code) : wrong(frame);
  }

  function stepOn(frame: Frame | undefined, code: number): Fault | undefined {
    if (frame === undefined) return wrong(frame);
    if (code === (frame.type === 'array' ? 93 /* ] */ : 125) /* } */) return close();
    if (code !== 44 /* , */) return wrong(frame);
    if (frame.type === 'array') frame.step += 1;
    else frame.step = undefined;
    expectation = frame.type === 'array' ? 'value' : 'key';
    at += 1;
    return undefined;
  }

  function wrong(frame: Frame | undefined): Fault {
    return fault(at, unexpected(text, at, limit, expectation, frame?.type));
  }

  const finish = (found: Fault | undefined, where = path()): Reading => ({
    value: root,
    fault: found && { ...found, path: where },
    problems: problems.list(),
    warnings: warnings.list(),
  });

  for (;;) {
    at = skipBlanks(text, at, limit);
    const frame = frames.at(-1);
    if (at === limit) {
      if (frame === undefined && expectation === 'after-value') return finish(undefined);
      return finish(
        cutOff(limit, frame?.type === 'array' ? 'an array' : 'an object'),
        path(frames.slice(0, -1)),
      );
    }
    const found = step(frame, text.charCodeAt(at));
    if (found !== undefined) return finish(found);
  }
}

const TOO_DEEP = `objects and arrays are nested more than ${DEEPEST_NESTING} levels deep`;

function skipBlanks(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
    at += 1;
  }
  return at;
}

/** Quotes, digits, letters and signs; of the rest it can only be said that it should not be there. */
function beginsScalar(code: number): boolean {
  if (code === 34 || code === 43 || code === 45 || code === 46 || code === 95 /* " + - . _ */) return true;
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
