/**
 * Why text cannot be read on from `offset`. `truncated`: it may be the beginning of good text. `isLost`: nothing can be
 * guessed about what follows.
 */
export type Fault = { type: 'fault'; offset: number; message: string; truncated: boolean; isLost?: true };

export function fault(offset: number, message: string): Fault {
  return { type: 'fault', offset, message, truncated: false };
}

/** The text ends at `offset`, in the middle of something. */
export function cutOff(offset: number, middle: string): Fault {
  return {
    type: 'fault',
    offset,
    message: `the file ends in the middle of ${middle}: it is truncated, or still being written`,
    truncated: true,
  };
}
