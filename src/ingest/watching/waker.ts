import type { Clock } from '../ports/clock.ts';

/** A wait that ends early when something happens. */
export type Waker = {
  /** Ends the wait that is under way, or else the next one. */
  wake: () => void;
  /** Forgets that it was woken. */
  reset: () => void;
  wait: (milliseconds: number) => Promise<void>;
  /** Lets go of the signal. */
  close: () => void;
};

/** @param signal wakes too */
export function createWaker(clock: Pick<Clock, 'wait'>, signal: AbortSignal): Waker {
  // A new controller each time, not signals derived from the lasting one: those would accumulate on it.
  let controller = new AbortController();
  const wake = () => controller.abort();
  signal.addEventListener('abort', wake);
  return {
    wake,
    reset: () => {
      controller = new AbortController();
    },
    wait: (milliseconds) => clock.wait(Math.max(0, milliseconds), controller.signal),
    close: () => signal.removeEventListener('abort', wake),
  };
}
