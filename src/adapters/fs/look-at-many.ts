/**
 * Gets the states of many files: synchronously if the file system answers from memory, through threads otherwise.
 *
 *   synchronous ──(a chunk took long)──▶ through threads, for a number of files ──▶ synchronous
 *
 * A cached answer takes microseconds, a fraction of what it takes to hand a request to a thread. A share or a disk answers
 * late: synchronous calls would block the process, and threads can wait for several answers at once.
 */

import { lstat, lstatSync, type BigIntStats } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

/** The state of a file, or the system's error code. */
export type Look = BigIntStats | string;

/** @returns a look for each path, in their order */
export type LookAtMany = (paths: readonly string[]) => Promise<Look[]>;

const CHUNK = 32;

/** A chunk that takes longer did not come from memory. Too short for a user to notice. */
const LONG_MILLISECONDS = 8;

/** How many files are looked at through threads before a synchronous look is tried again. */
const AFTER_LONG = 2000;

/** How long looking may keep the event loop to itself. */
const TURN_MILLISECONDS = 10;

/** @param now in milliseconds; never goes back */
export function createLookAtMany(now: () => number = () => performance.now()): LookAtMany {
  let throughThreads = 0;
  let turnBegan = now();

  function atOnce(paths: readonly string[]): Look[] {
    const begun = now();
    const looks = paths.map(lookAtOnce);
    if (now() - begun > LONG_MILLISECONDS) throughThreads = AFTER_LONG;
    return looks;
  }

  return async (paths) => {
    const looks: Look[] = [];
    while (looks.length < paths.length) {
      const at = looks.length;
      if (throughThreads > 0) {
        const some = paths.slice(at, at + throughThreads);
        throughThreads -= some.length;
        looks.push(...(await Promise.all(some.map(lookThroughThread))));
      } else looks.push(...atOnce(paths.slice(at, at + CHUNK)));
      if (now() - turnBegan < TURN_MILLISECONDS) continue;
      await turn();
      turnBegan = now();
    }
    return looks;
  };
}

function lookAtOnce(path: string): Look {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false }) ?? 'ENOENT';
  } catch (error) {
    return codeOf(error as NodeJS.ErrnoException);
  }
}

/** With a callback, because the promises of `node:fs` take twice the processor time. */
export function lookThroughThread(path: string): Promise<Look> {
  return new Promise((resolve) => {
    lstat(path, { bigint: true }, (error, stats) => resolve(error === null ? stats : codeOf(error)));
  });
}

function codeOf({ code, message }: NodeJS.ErrnoException): string {
  return code ?? message;
}
