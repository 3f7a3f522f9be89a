/** The daemon under test: it may be stopped, killed and started again, and must not end unasked. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProgram } from './built-program.ts';

/** What the command line promises after SIGTERM, and something for a busy machine. */
const STOP_MILLISECONDS = 12_000;

/** As a service manager would, so that one failure is one complaint and the days go on. */
const RESTART_MILLISECONDS = 5000;

export type SoakDaemon = {
  start: () => void;
  /** SIGTERM. */
  stop: () => Promise<void>;
  kill: () => Promise<void>;
  pid: () => number;
  /** How many times it has been started. */
  lives: () => number;
  /** What it did that it must not, in sentences; each is told once. */
  complaints: () => string[];
};

/** @param begin starts one life; the log is to be named after its number */
export function createDaemon(begin: (life: number) => RunningProgram): SoakDaemon {
  let lives = 0;
  let running: RunningProgram | undefined;
  const found: string[] = [];
  const asked = new WeakSet<RunningProgram>();

  function start(): void {
    lives += 1;
    const life = lives;
    const program = begin(life);
    running = program;
    void noteEnd(program, life);
  }

  async function noteEnd(program: RunningProgram, life: number): Promise<void> {
    const how = await program.ended;
    if (asked.has(program)) return;
    found.push(`The daemon (life ${life}) ended unasked with ${how}: ${program.said().slice(-500)}`);
    await sleep(RESTART_MILLISECONDS);
    if (running === program && !asked.has(program)) start();
  }

  async function end(name: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const program = running;
    if (program === undefined) return;
    asked.add(program);
    if (program.hasEnded()) return;
    program.signal(name);
    if (name === 'SIGTERM') {
      await Promise.race([program.ended, sleep(STOP_MILLISECONDS)]);
      if (!program.hasEnded()) {
        found.push(
          `The daemon (life ${lives}) did not leave within ${STOP_MILLISECONDS / 1000} s of SIGTERM.`,
        );
        program.signal('SIGKILL');
      } else if ((await program.ended) !== 0) {
        found.push(`The daemon (life ${lives}) ended with ${await program.ended} after SIGTERM, not with 0.`);
      }
    }
    await program.ended;
  }

  return {
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    pid: () => running?.pid ?? 0,
    lives: () => lives,
    complaints: () => found.splice(0),
  };
}
