import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { millisecondsBetween, parseTime } from './time.ts';

function isoOf(value: unknown, options?: { plainDates?: boolean }): string {
  const time = parseTime(value, options);
  return time.type === 'time' ? time.iso : `invalid: ${time.message}`;
}

describe('what is a time', () => {
  test.each([
    ['2026-08-09T20:06:38.181Z', '2026-08-09T20:06:38.181Z'],
    ['2026-08-09T20:06:38z', '2026-08-09T20:06:38.000Z'],
    ['2026-08-09T20:06Z', '2026-08-09T20:06:00.000Z'],
    ['2026-08-09T20:06:38+02:00', '2026-08-09T18:06:38.000Z'],
    ['2026-08-09T20:06:38+0200', '2026-08-09T18:06:38.000Z'],
    ['2026-08-09T20:06:38-05', '2026-08-10T01:06:38.000Z'],
    ['2026-08-09T20:06:38+05:45', '2026-08-09T14:21:38.000Z'],
    ['2026-08-09 20:06:38,5+02:00', '2026-08-09T18:06:38.500Z'],
    // As datetime.isoformat() writes it, with microseconds.
    ['2026-08-09T20:06:38.181999+00:00', '2026-08-09T20:06:38.181Z'],
    ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['2000-02-29T12:00:00Z', '2000-02-29T12:00:00.000Z'],
    ['0004-02-29T12:00:00Z', '0004-02-29T12:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    [1_786_284_398_181, '2026-08-09T14:06:38.181Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [-86_400_000, '1969-12-31T00:00:00.000Z'],
  ])('%j is %s', (value, iso) => {
    expect(parseTime(value)).toEqual({ type: 'time', iso });
  });
});

describe('what is none, and why', () => {
  test.each([
    ['2026-08-09T20:06:38', /no time zone: add Z or an offset/],
    ['2026-08-09 20:06:38.181', /no time zone/],
    ['2026-08-09', /no time of day and no zone: write it like 2026-08-09T14:30:00Z/],
    ['2023-02-29T12:00:00Z', /not a time that exists/],
    ['1900-02-29T12:00:00Z', /not a time that exists/],
    ['2026-04-31T12:00:00+02:00', /not a time that exists/],
    ['2026-13-01T12:00:00Z', /not a time that exists/],
    ['2026-00-10T12:00:00Z', /not a time that exists/],
    ['2026-01-00T12:00:00Z', /not a time that exists/],
    ['2026-01-01T25:00:00Z', /not a time that exists/],
    ['2026-01-01T12:60:00Z', /not a time that exists/],
    ['2026-01-01T12:00:00+25:00', /not a time that exists/],
    // Written as text they would sort before all others, or after the year 10000.
    ['0000-06-01T00:00:00Z', /outside the years 1 to 9999/],
    ['0001-01-01T00:00:00+02:00', /outside the years 1 to 9999/],
    ['9999-12-31T23:59:59-02:00', /outside the years 1 to 9999/],
    ['yesterday', /not an ISO 8601 time: write it like/],
    ['', /not an ISO 8601 time/],
    ['1786284398181', /not an ISO 8601 time/],
    [1786284398.5, /not a whole number of epoch milliseconds/],
    [Number.NaN, /not a whole number/],
    [Infinity, /not a whole number/],
    [1_786_284_398_181_000, /microseconds or nanoseconds/],
    [1_786_284_398_181_000_001n, /microseconds or nanoseconds/],
    [null, /expected an ISO 8601 time with a zone, or epoch milliseconds/],
    [true, /expected an ISO 8601 time/],
    [{}, /expected an ISO 8601 time/],
  ])('%s', (value, message) => {
    expect(parseTime(value)).toEqual({ type: 'invalid', message: expect.stringMatching(message) });
  });

  test('a message stays short, however long the text', () => {
    const time = parseTime('x'.repeat(10_000));
    expect(time.type === 'invalid' && time.message.length).toBeLessThan(150);
  });
});

test('a plain date is midnight UTC, where plain dates are accepted', () => {
  expect(isoOf('2026-08-09', { plainDates: true })).toBe('2026-08-09T00:00:00.000Z');
  expect(isoOf('2023-02-29', { plainDates: true })).toMatch('not a time that exists');
  expect(isoOf('2026-08-09T12:00', { plainDates: true })).toMatch('no time zone');
});

test('epoch seconds are taken as said, with a warning', () => {
  expect(parseTime(1_786_284_398)).toEqual({
    type: 'time',
    iso: '1970-01-21T16:11:24.398Z',
    warning: expect.stringMatching(/are these seconds/),
  });
});

function pad(number: number) {
  return String(number).padStart(2, '0');
}

/** A point in time as it is written at an offset of that many minutes. */
function textAt({ milliseconds: at, minutes }: { milliseconds: number; minutes: number }) {
  const local = new Date(at + minutes * 60_000).toISOString().slice(0, -1);
  const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${local}${minutes < 0 ? '-' : '+'}${pad(hour)}:${pad(minute)}`;
}

test('whatever the zone and the form, it is the same point in time, and texts sort as times do', () => {
  const milliseconds = fc.integer({ min: -62_135_000_000_000, max: 253_402_000_000_000 });
  const written = fc.record({ milliseconds, minutes: fc.integer({ min: -14 * 60, max: 14 * 60 }) });
  fc.assert(
    fc.property(written, written, (a, b) => {
      const [first, second] = [isoOf(textAt(a)), isoOf(textAt(b))];
      expect(first).toBe(isoOf(a.milliseconds));
      expect(millisecondsBetween(first, second)).toBe(b.milliseconds - a.milliseconds);
      expect(first < second).toBe(a.milliseconds < b.milliseconds);
    }),
  );
});

test('any text is a time that reads back as itself, or is told what is wrong with it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ$/)), (text) => {
      const time = parseTime(text);
      expect(time).toEqual(
        time.type === 'time' ? parseTime(time.iso) : { type: 'invalid', message: time.message },
      );
      expect(time).not.toMatchObject({ message: '' });
    }),
  );
});
