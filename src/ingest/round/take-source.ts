import { ageOfNewest, nextVersion, type SourceFile } from '../../domain/ledger/entry.ts';
import type { EntriesByPath } from '../ledger/entries.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { Leases } from '../ledger/leases.ts';
import type { Clock } from '../ports/clock.ts';
import type { FoundSource } from '../ports/folder.ts';
import type { Source } from '../reading/read-source.ts';
import type { Intake } from './intake.ts';
import type { Again, Part } from './outcome.ts';

export type TakeSourceTools = {
  ledger: Pick<LedgerView, 'known'>;
  /** The entries of the round's sources as they were before it. */
  before: EntriesByPath;
  leases: Pick<Leases, 'isTaken'>;
  clock: Pick<Clock, 'unix'>;
  read: (source: FoundSource) => Promise<Source>;
  take: Intake['take'];
  /** How long ago a file that only the content names must have been written, in milliseconds; 0 to read it in any case. */
  settle: number;
};

/** Reads one source, unless another daemon is at it, and hands what it says to the intake. */
export async function takeSource(found: FoundSource, tools: TakeSourceTools): Promise<Part> {
  const { leases, clock, read, take, settle } = tools;
  const { path } = found;
  const again = (because: Again['because']): Part => ({ again: [{ path, because }] });
  if (leases.isTaken(path)) return again('busy');
  const before = tools.before.get(path);
  // Another daemon has written the entry since.
  if (before === undefined && tools.ledger.known(path) !== undefined) return again('busy');
  // Chosen before the source is read: a state that is read later has a higher version.
  const version = nextVersion(before?.version ?? 0, clock.unix());
  const source = await read(found);
  if (source.type === 'missing') return {};
  if (source.type === 'changing') return again('changing');
  if (source.type === 'run' && othersIn(source.files, found).some((file) => isFresh(file, clock, settle)))
    return again('changing');
  return take({ source, version, before });
}

/** The files that have not settled with the source, because only its content names them. */
function othersIn(files: readonly SourceFile[], found: FoundSource): readonly SourceFile[] {
  const settled = new Set(found.files.map(({ path }) => path));
  return files.filter(({ path }) => !settled.has(path));
}

function isFresh(file: SourceFile, clock: Pick<Clock, 'unix'>, settle: number): boolean {
  const age = ageOfNewest([file], clock.unix());
  return age >= 0 && age < settle;
}
