/** Whether the daemon's memory grows from day to day. */

export type MemorySample = {
  life: number;
  /** Days since the life began. */ age: number;
  residentBytes: number;
};

export type MemoryTrend = {
  /** Days that were looked at, of how many lives. */
  samples: number;
  life: number;
  slopeBytesPerDay: number;
  firstThirdBytes: number;
  lastThirdBytes: number;
};

/** In its first days a process fills its caches and its heap. */
const WARM_UP_DAYS = 2;
const LEAST_SAMPLES = 6;

/** The trend of the longest life after its warm-up; undefined where no life was long enough to tell. */
export function memoryTrend(samples: readonly MemorySample[]): MemoryTrend | undefined {
  const lives = [...Map.groupBy(samples, ({ life }) => life).values()].map((life) =>
    life.filter(({ age }) => age >= WARM_UP_DAYS),
  );
  const longest = lives.toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (longest.length < LEAST_SAMPLES) return undefined;
  const third = Math.floor(longest.length / 3);
  const bytes = longest.map(({ residentBytes }) => residentBytes);
  return {
    samples: longest.length,
    life: longest[0]?.life ?? 0,
    slopeBytesPerDay: slope(longest.map(({ age, residentBytes }) => [age, residentBytes])),
    firstThirdBytes: median(bytes.slice(0, third)),
    lastThirdBytes: median(bytes.slice(-third)),
  };
}

/** Of the line through the points with the least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
