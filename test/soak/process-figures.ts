/** What Linux says of a process. */

import { readFileSync } from 'node:fs';

export type Memory = { residentBytes: number; peakBytes: number };

/** Resident memory now and at its peak (VmRSS, VmHWM); undefined for a process that has ended. */
export function memoryOf(pid: number): Memory | undefined {
  const status = read(`/proc/${pid}/status`);
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status ?? '')?.[1]);
  const [resident, peak] = [kilobytes('VmRSS'), kilobytes('VmHWM')];
  if (Number.isNaN(resident) || Number.isNaN(peak)) return undefined;
  return { residentBytes: resident * 1024, peakBytes: peak * 1024 };
}

/** `USER_HZ`, which is 100 on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that it has used so far; 0 for a process that has ended. */
export function processorSeconds(pid: number): number {
  // The name in parentheses may hold spaces: count from behind it.
  const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
  if (fields === undefined) return 0;
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
