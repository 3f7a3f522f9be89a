/** How wide Kibana makes the bars of a histogram when it is left to choose. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From a width of a bar on, the interval that is used for it; the widest first. */
const TIME_STEPS: readonly [below: number, interval: string][] = [
  [Infinity, '1y'],
  [365 * DAY, '1M'],
  [21 * DAY, '1w'],
  [7 * DAY, '1d'],
  [DAY, '12h'],
  [6 * HOUR, '3h'],
  [2 * HOUR, '1h'],
  [45 * MINUTE, '30m'],
  [20 * MINUTE, '10m'],
  [9 * MINUTE, '5m'],
  [3 * MINUTE, '1m'],
  [45 * SECOND, '30s'],
  [15 * SECOND, '10s'],
  [7.5 * SECOND, '5s'],
  [5 * SECOND, '1s'],
  [SECOND / 2, '100ms'],
];
const BARS_OF_TIME = 50;
const BARS_OF_NUMBERS = 1000;

/** The interval for a range of milliseconds that gives about as many bars as wanted. */
export function timeInterval(milliseconds: number, bars = BARS_OF_TIME): string {
  const width = milliseconds / bars;
  const fitting = TIME_STEPS.filter(([below]) => width < below);
  return fitting.at(-1)?.[1] ?? '1y';
}

/** One calendar unit follows the calendar; anything else is a fixed length. */
export function intervalParameter(interval: string): Record<string, string> {
  return /^1[yqMwdhm]$/.test(interval) ? { calendar_interval: interval } : { fixed_interval: interval };
}

/** The interval between two numbers: a power of ten, or two or five times one. */
export function numberInterval(minimum: number, maximum: number, maxBars: number | 'auto' = 'auto'): number {
  const bars = maxBars === 'auto' ? BARS_OF_NUMBERS : Math.min(BARS_OF_NUMBERS, maxBars);
  const range = maximum - minimum;
  if (!(range > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(range / bars));
  const factor = [1, 2, 5, 10].find((each) => range / (power * each) <= bars);
  return power * (factor ?? 10);
}
