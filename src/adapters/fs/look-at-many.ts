/**
 * Looks at very many files, as fast as the file system lets it.
 *
 *   at once ──(a chunk took long)──▶ through threads, for a while ──▶ at once
 *
 * A file system in memory answers in microseconds: to hand each question to a thread and wait for its answer takes several
 * times as long as the answer. A share, or a disk that has to be read, answers late: then waiting for one at a time would be
 * slow, and nothing else could go on meanwhile.
 */

import { lstat, lstatSync, type BigIntStats } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

/** Of a file, or the system's error code. */
export type Look = BigIntStats | string;

/** Looks at the files with these paths, and answers in their order. */
export type LookAtMany = (paths: readonly string[]) => Promise<Look[]>;

const CHUNK = 32;

/** A chunk that takes longer was waited for. Far above what it takes from memory, below what anybody would notice. */
const LONG_MILLISECONDS = 8;

/** So many are looked at through threads before it is tried again. */
const AFTER_LONG = 2000;

/** How long nothing else goes on, in milliseconds. */
const TURN_MILLISECONDS = 10;

/** @param now milliseconds that only grow */
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
