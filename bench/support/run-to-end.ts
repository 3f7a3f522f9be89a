import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProgram } from '../../test/soak/built-program.ts';
import { memoryOf, processorSeconds } from '../../test/soak/process-figures.ts';

export type Finished = {
  code: number | string;
  seconds: number;
  processorSeconds: number;
  /** VmHWM, as it was last seen. */
  peakBytes: number;
  said: string;
};

const LOOK_MILLISECONDS = 20;

/** Waits for the end of the program and samples its memory, which is unknown afterwards. */
export async function runToEnd(program: RunningProgram): Promise<Finished> {
  let peakBytes = 0;
  let processor = 0;
  let endedAt: number | undefined;
  const ended = program.ended.finally(() => {
    endedAt = performance.now();
  });
  while (!program.hasEnded()) {
    peakBytes = memoryOf(program.pid)?.peakBytes ?? peakBytes;
    processor = Math.max(processor, processorSeconds(program.pid));
    await Promise.race([ended, sleep(LOOK_MILLISECONDS)]);
  }
  const code = await ended;
  const seconds = ((endedAt ?? performance.now()) - program.startedAt) / 1000;
  return { code, seconds, processorSeconds: processor, peakBytes, said: program.said() };
}
