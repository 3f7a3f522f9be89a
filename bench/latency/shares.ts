/** What the time between two moments went into, as seen from outside the daemon. */

import type { RequestKind } from '../../test/support/request-kind.ts';
import type { TimedRequest } from './timed-proxy.ts';

/** `noticing`: until the first request. `itself`: after that, while nothing was asked of Elasticsearch. */
export type Part = 'noticing' | 'itself' | RequestKind;
export type Shares = Partial<Record<Part, number>>;

/** Milliseconds per part, which add up to the whole; a moment in which two requests are under way is the first's. */
export function sharesOf(requests: readonly TimedRequest[], from: number, to: number): Shares {
  const shares: Shares = {};
  let at = from;
  let waiting: Part = 'noticing';
  function spend(part: Part, until: number) {
    const end = Math.min(until, to);
    if (end > at) shares[part] = (shares[part] ?? 0) + end - at;
    at = Math.max(at, end);
  }
  for (const { kind, from: begun, to: ended } of requests.toSorted((a, b) => a.from - b.from)) {
    if (ended < from || begun > to) continue;
    spend(waiting, begun);
    waiting = 'itself';
    spend(kind, ended);
  }
  spend(waiting, to);
  return shares;
}
