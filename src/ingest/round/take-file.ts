import { nextVersion, type FileState } from '../../domain/ledger/entry.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { Leases } from '../ledger/leases.ts';
import type { Clock } from '../ports/clock.ts';
import type { Source } from '../reading/read-source.ts';
import type { Intake } from './intake.ts';
import type { Again, Part } from './outcome.ts';

export type TakeFileTools = {
  ledger: Pick<LedgerView, 'get'>;
  leases: Pick<Leases, 'isTaken'>;
  clock: Pick<Clock, 'unix'>;
  read: (path: string) => Promise<Source>;
  take: Intake['take'];
  /** How long ago a side file must have been written, in milliseconds; 0 to read it in any case. */
  settle: number;
};

/** Reads one file, unless another daemon is at it, and hands what it says to the intake. */
export async function takeFile(path: string, tools: TakeFileTools): Promise<Part> {
  const { ledger, leases, clock, read, take, settle } = tools;
  const again = (because: Again['because']): Part => ({ again: [{ path, because }] });
  if (leases.isTaken(path)) return again('busy');
  const before = ledger.get(path);
  // Chosen before the file is read: a state that is read later has a higher version.
  const version = nextVersion(before?.version ?? 0, clock.unix());
  const source = await read(path);
  if (source.type === 'missing') return {};
  if (source.type === 'changing') return again('changing');
  if (source.type === 'run' && source.sideFiles.some(({ state }) => isFresh(state, clock, settle)))
    return again('changing');
  return take({ source, version, before });
}

/** A side file may still be growing when the run file that names it has settled. */
function isFresh({ modifiedNs }: FileState, clock: Pick<Clock, 'unix'>, settle: number): boolean {
  const age = clock.unix() - Number(modifiedNs) / NANOSECONDS_PER_MILLISECOND;
  return age >= 0 && age < settle;
}

const NANOSECONDS_PER_MILLISECOND = 1e6;
