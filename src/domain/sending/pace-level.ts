/** Where a pace may stand: requests in flight and bytes in each, always within the bounds, in steps both ways. */

export type PaceLimits = {
  /** Most requests in flight. */
  requests: number;
  /** Most bytes in one request. */
  bytes: number;
  /** Most bytes in all requests in flight together. */
  bytesInFlight: number;
};

export type Level = { requests: number; bytes: number };

export type Direction = 'more-requests' | 'larger-requests' | 'fewer-requests' | 'smaller-requests';

export type Levels = {
  first: Level;
  /** The nearest level within the bounds; more requests are bought with smaller ones. */
  within: (level: Level) => Level;
  /** One careful step. */
  step: (level: Level, direction: Direction) => Level;
};

/** Two requests keep the server busy while an answer is under way; a megabyte is quickly filled. */
const FIRST: Level = { requests: 2, bytes: 1_000_000 };

/** Below this the fixed cost of a request outweighs whatever smaller ones could be good for. */
const LEAST_BYTES = 250_000;

const REQUESTS_FACTOR = 1.5;

export function createLevels(limits: PaceLimits): Levels {
  const mostInOne = Math.max(1, Math.floor(Math.min(limits.bytes, limits.bytesInFlight)));
  const leastBytes = Math.min(LEAST_BYTES, mostInOne);
  const affordable = Math.floor(limits.bytesInFlight / leastBytes);
  const mostRequests = Math.max(1, Math.min(Math.floor(limits.requests), affordable));

  function within(level: Level): Level {
    const requests = Math.min(mostRequests, Math.max(1, level.requests));
    const mostBytes = Math.min(mostInOne, Math.max(1, Math.floor(limits.bytesInFlight / requests)));
    return { requests, bytes: Math.min(mostBytes, Math.max(leastBytes, Math.floor(level.bytes))) };
  }

  const first = within(FIRST);
  return {
    first,
    within,
    step: ({ requests, bytes }, direction) => {
      switch (direction) {
        case 'more-requests':
          return within({ requests: Math.max(requests + 1, Math.round(requests * REQUESTS_FACTOR)), bytes });
        case 'fewer-requests':
          return within({ requests: Math.floor(requests / REQUESTS_FACTOR), bytes });
        case 'larger-requests':
          return within({ requests, bytes: bytes * 2 });
        case 'smaller-requests':
          // Smaller than the first ones only a push-back makes them: there noise would decide, and they cost more.
          return within({ requests, bytes: Math.min(bytes, Math.max(first.bytes, bytes / 2)) });
        default:
          return direction satisfies never;
      }
    },
  };
}

export function isSameLevel(one: Level, other: Level): boolean {
  return one.requests === other.requests && one.bytes === other.bytes;
}

export function isGrowth(direction: Direction): boolean {
  return direction === 'more-requests' || direction === 'larger-requests';
}
