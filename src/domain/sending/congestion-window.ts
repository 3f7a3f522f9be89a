/**
 * How many bulk requests may be in flight: additive increase, multiplicative decrease (AIMD).
 *
 *   as many successes as the window is large ──▶ one more, up to the limit
 *   a push-back ──▶ half as many, at least one
 *
 * After V. Jacobson, "Congestion avoidance and control" (SIGCOMM 1988). D.-M. Chiu and R. Jain, "Analysis of the increase and
 * decrease algorithms for congestion avoidance in computer networks" (1989), show that senders which do not know of each other
 * come to share a server fairly in this way.
 */

export type CongestionWindow = {
  /** How many requests may be in flight now; at least 1. */
  size: () => number;
  /** A request was accepted whole. */
  succeeded: () => void;
  /** A request was pushed back, wholly or in part, or not answered in time. */
  pushedBack: () => void;
};

/** @param limit the largest size, from 1. The window begins with it: whoever set it has said that the server can bear it. */
export function createCongestionWindow(limit: number): CongestionWindow {
  let size = limit;
  let successes = 0;
  /** Requests that may have been in flight at the last push-back. They report the same overload, which counts once. */
  let sameOverload = 0;

  return {
    size: () => size,
    succeeded: () => {
      sameOverload = Math.max(0, sameOverload - 1);
      successes += 1;
      if (successes < size || size === limit) return;
      successes = 0;
      size += 1;
    },
    pushedBack: () => {
      successes = 0;
      if (sameOverload > 0) {
        sameOverload -= 1;
        return;
      }
      sameOverload = size - 1;
      size = Math.max(1, Math.floor(size / 2));
    },
  };
}
