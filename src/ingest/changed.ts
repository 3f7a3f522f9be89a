import { needsReading, type LedgerEntry } from '../domain/ledger.ts';
import type { Folder, FoundFile } from './ports.ts';

/** Whether a file, or a side file of it, is not as the ledger knows it. */
export async function isChanged(
  entry: LedgerEntry | undefined,
  file: FoundFile,
  generation: string,
  folder: Pick<Folder, 'look'>,
): Promise<boolean> {
  const sideFiles = await Promise.all((entry?.sideFiles ?? []).map(({ path }) => folder.look(path)));
  return needsReading(
    entry,
    file.state,
    generation,
    (path) => sideFiles.find((found) => found?.path === path)?.state,
  );
}
