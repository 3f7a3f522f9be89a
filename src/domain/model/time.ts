/**
 * Times in result files: ISO 8601 with a zone, or epoch milliseconds.
 *
 * The one place of the domain that uses `Date`, and only to parse and format, never as a clock.
 */

const ISO_DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(Z|z|[+-]\d\d(?::?\d\d)?)?$/;
const ISO_DATE = /^\d{4}-\d\d-\d\d$/;

/** The years 1 to 9999: within them, ISO 8601 text sorts in the order of time. */
const EARLIEST_MILLISECONDS = -62_135_596_800_000;
const LATEST_MILLISECONDS = 253_402_300_799_999;

/** Epoch milliseconds below this are in 1970: probably seconds. */
const LOOKS_LIKE_SECONDS = 10_000_000_000;

export type ParsedTime =
  | { type: 'time'; iso: string; warning?: string }
  | { type: 'invalid'; message: string };

/**
 * Reads a point in time.
 *
 * @param value ISO 8601 with a zone (`2026-08-09T20:06:38.181Z`, `+02:00`), or epoch milliseconds.
 * @param options `plainDates`: also accept `2026-08-09`, which is read as midnight UTC.
 * @returns the time as ISO 8601 in UTC with milliseconds, or a message that says what is wrong with it.
 */
export function parseTime(value: unknown, options: { plainDates?: boolean } = {}): ParsedTime {
  if (typeof value === 'number' || typeof value === 'bigint') return parseEpoch(Number(value));
  if (typeof value !== 'string') {
    return { type: 'invalid', message: 'expected an ISO 8601 time with a zone, or epoch milliseconds' };
  }
  if (ISO_DATE.test(value)) {
    if (options.plainDates === true) return parseText(`${value}T00:00:00Z`, value);
    return {
      type: 'invalid',
      message: `"${value}" has no time of day and no zone: write it like ${value}T14:30:00Z`,
    };
  }
  const match = ISO_DATE_TIME.exec(value);
  if (match === null) {
    return {
      type: 'invalid',
      message: `${quote(value)} is not an ISO 8601 time: write it like 2026-08-09T14:30:00Z`,
    };
  }
  if (match[7] === undefined) {
    return {
      type: 'invalid',
      message: `"${value}" has no time zone: add Z or an offset, as in ${value}Z or ${value}+02:00`,
    };
  }
  return parseText(withStandardZone(value, match[7]), value);
}

/** Milliseconds between two times as `parseTime` gives them. */
export function millisecondsBetween(start: string, end: string): number {
  return Date.parse(end) - Date.parse(start);
}

function parseEpoch(value: number): ParsedTime {
  if (!Number.isInteger(value)) {
    return { type: 'invalid', message: `${value} is not a whole number of epoch milliseconds` };
  }
  if (value < EARLIEST_MILLISECONDS || value > LATEST_MILLISECONDS) {
    return {
      type: 'invalid',
      message: `${value} as epoch milliseconds lies outside the years 1 to 9999: are these microseconds or nanoseconds?`,
    };
  }
  const iso = new Date(value).toISOString();
  if (value > 0 && value < LOOKS_LIKE_SECONDS) {
    return {
      type: 'time',
      iso,
      warning: `${value} read as epoch milliseconds is ${iso}: are these seconds?`,
    };
  }
  return { type: 'time', iso };
}

/** `2026-08-09 20:06:38,5+0200` → `2026-08-09T20:06:38.5+02:00`, the one form that every engine parses alike. */
function withStandardZone(value: string, zone: string): string {
  const local = value
    .slice(0, value.length - zone.length)
    .replace(' ', 'T')
    .replace(',', '.');
  if (zone === 'Z' || zone === 'z') return `${local}Z`;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${local}${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function parseText(standard: string, original: string): ParsedTime {
  const milliseconds = Date.parse(standard);
  const [year = 0, month = 0, day = 0] = standard.slice(0, 10).split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (Number.isNaN(milliseconds) || day > lastDay) {
    return { type: 'invalid', message: `${quote(original)} is not a time that exists` };
  }
  if (milliseconds < EARLIEST_MILLISECONDS || milliseconds > LATEST_MILLISECONDS) {
    return { type: 'invalid', message: `${quote(original)} lies outside the years 1 to 9999 in UTC` };
  }
  return { type: 'time', iso: new Date(milliseconds).toISOString() };
}

function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
