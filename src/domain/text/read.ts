import type { Problem } from '../model/problem.ts';
import { cutOff, fault, type Fault } from './fault.ts';
import { quoted } from './number.ts';
import { readString } from './read-string.ts';
import { readWord } from './read-word.ts';
import { close, createReader, pathOf, place, type Frame, type Reader } from './reader.ts';
import { recover } from './recover.ts';
import { DEEPEST_NESTING } from './scan.ts';
import { unexpected, type Expectation } from './unexpected.ts';

type LocatedProblem = Problem & { offset: number };

export type Reading = {
  value: unknown;
  /** In the order of the text. */
  problems: Problem[];
  warnings: Problem[];
  /** The first place where the text is no JSON, which `problems` tell as well. */
  mistake: { offset: number; expected: Expectation | 'string' } | undefined;
  /** The text is good as far as it goes, but ends too early. */
  cut: LocatedProblem | undefined;
};

/**
 * Reads JSON text from `start` to `limit` character by character, for text that JSON.parse would refuse or get
 * wrong: it knows NaN and Infinity, keeps large integers exact, sees keys that come twice, and knows where it is
 * when something is wrong. After a mistake it guesses how the text was meant and goes on, so that all mistakes
 * are told at once (`recover.ts`). Four to five times as slow. It keeps its own stack, so that depth is no danger.
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
  const reader = createReader(text, start, limit);
  let mistake: Reading['mistake'];
  for (;;) {
    reader.at = skipBlanks(text, reader.at, limit);
    if (reader.at === limit) return finish(reader, mistake, cutAtEnd(reader));
    const { at, expectation } = reader;
    const found = step(reader, reader.frames.at(-1), text.charCodeAt(at));
    if (found === undefined) continue;
    if (found.truncated) return finish(reader, mistake, problemOf(reader, found));
    mistake ??= { offset: found.offset, expected: found.offset > at ? 'string' : expectation };
    // Until something makes sense again, all else follows from the mistake that was told last.
    if (!reader.isQuiet) reader.problems.add(problemOf(reader, found));
    reader.isQuiet = true;
    if (!recover(reader, found)) return finish(reader, mistake, undefined);
  }
}

/** After a mistake it is a guess what the text ends in the middle of. */
function finish(reader: Reader, mistake: Reading['mistake'], cut: LocatedProblem | undefined): Reading {
  return {
    value: reader.root,
    problems: reader.problems.list(),
    warnings: reader.warnings.list(),
    mistake,
    cut: mistake === undefined ? cut : undefined,
  };
}

function problemOf(reader: Reader, { offset, message }: Fault): LocatedProblem {
  return { path: pathOf(reader.frames), offset, message };
}

function cutAtEnd({ frames, expectation, limit }: Reader): LocatedProblem | undefined {
  const frame = frames.at(-1);
  if (frame === undefined && expectation === 'after-value') return undefined;
  const { offset, message } = cutOff(limit, frame?.type === 'array' ? 'an array' : 'an object');
  return { path: pathOf(frames.slice(0, -1)), offset, message };
}

/** Takes what begins at `at`, if it is what is expected. */
function step(reader: Reader, frame: Frame | undefined, code: number): Fault | undefined {
  switch (reader.expectation) {
    case 'after-value':
      return stepOn(reader, frame, code);
    case 'colon':
      if (code !== 58 /* : */) return wrong(reader, frame);
      reader.expectation = 'value';
      reader.at += 1;
      return undefined;
    case 'key':
    case 'first-key':
      if (code === 34 /* " */ && frame?.type === 'object') return readKey(reader, frame);
      return code === 125 /* } */ && reader.expectation === 'first-key'
        ? close(reader)
        : wrong(reader, frame);
    case 'first-item':
      if (code === 93 /* ] */) return close(reader);
      break;
    case 'value':
      break;
  }
  if (code === 123 /* { */) return open(reader, { type: 'object', object: {}, step: undefined });
  if (code === 91 /* [ */) return open(reader, { type: 'array', array: [], step: 0 });
  return beginsScalar(code) ? readScalar(reader, code) : wrong(reader, frame);
}

function stepOn(reader: Reader, frame: Frame | undefined, code: number): Fault | undefined {
  if (frame === undefined) return wrong(reader, frame);
  if (code === (frame.type === 'array' ? 93 /* ] */ : 125) /* } */) return close(reader);
  if (code !== 44 /* , */) return wrong(reader, frame);
  if (frame.type === 'array') frame.step += 1;
  else frame.step = undefined;
  reader.expectation = frame.type === 'array' ? 'value' : 'key';
  reader.at += 1;
  reader.isQuiet = false;
  return undefined;
}

function open(reader: Reader, frame: Frame): Fault | undefined {
  if (reader.frames.length === DEEPEST_NESTING) return { ...fault(reader.at, TOO_DEEP), isLost: true };
  place(reader, frame.type === 'array' ? frame.array : frame.object);
  reader.frames.push(frame);
  reader.expectation = frame.type === 'array' ? 'first-item' : 'first-key';
  reader.at += 1;
  reader.isQuiet = false;
  return undefined;
}

function readKey(reader: Reader, frame: Frame & { type: 'object' }): Fault | undefined {
  const { text, at, limit, frames, problems } = reader;
  const key = readString(text, at, limit);
  if (key.type === 'fault') return key;
  frame.step = key.value;
  const path = () => pathOf(frames);
  if (key.value === '__proto__')
    problems.add({
      path: path(),
      offset: at,
      message: 'the key "__proto__" is reserved: choose another name',
    });
  else if (Object.hasOwn(frame.object, key.value)) {
    const message = `the key ${JSON.stringify(quoted(key.value))} appears twice in the same object`;
    problems.add({ path: path(), offset: at, message });
  }
  reader.expectation = 'colon';
  reader.at = key.end;
  reader.isQuiet = false;
  return undefined;
}

function readScalar(reader: Reader, code: number): Fault | undefined {
  const { text, at: offset, limit, problems, warnings } = reader;
  const scalar = code === 34 /* " */ ? readString(text, offset, limit) : readWord(text, offset, limit);
  if (scalar.type === 'fault') return scalar;
  if (scalar.type === 'word') {
    const { problem, note } = scalar;
    if (problem !== undefined) problems.add({ path: pathOf(reader.frames), offset, message: problem });
    if (note !== undefined) warnings.add({ path: pathOf(reader.frames), offset, message: note });
  }
  place(reader, scalar.value);
  reader.at = scalar.end;
  reader.isQuiet = false;
  return undefined;
}

function wrong({ text, at, limit, expectation }: Reader, frame: Frame | undefined): Fault {
  return fault(at, unexpected({ text, at, limit, expectation, container: frame?.type }));
}

const TOO_DEEP = `objects and arrays are nested more than ${DEEPEST_NESTING} levels deep`;

/** The offset of the next character that is not blank, at most `limit`. */
export function skipBlanks(text: string, start: number, limit: number): number {
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
