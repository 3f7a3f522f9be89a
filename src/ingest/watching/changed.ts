import { needsReading, type KnownFile } from '../../domain/ledger/entry.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { Folder, FoundFile } from '../ports/folder.ts';

/** Whether a file, or a side file of it, is not as the ledger knows it. */
export async function isChanged(
  entry: KnownFile | undefined,
  file: FoundFile,
  generation: string,
  folder: Pick<Folder, 'look'>,
): Promise<boolean> {
  if (entry === undefined || entry.sideFiles.length === 0) return isItselfChanged(entry, file, generation);
  const sideFiles = await Promise.all(entry.sideFiles.map(({ path }) => folder.look(path)));
  return needsReading(
    entry,
    file.state,
    generation,
    (path) => sideFiles.find((found) => found?.path === path)?.state,
  );
}

/** Those of a scan's files that are to be read. Most have no side file, and nothing is waited for at them. */
export async function changedAmong(
  files: readonly FoundFile[],
  ledger: Pick<LedgerView, 'known' | 'isSideFile'>,
  generation: string,
  folder: Pick<Folder, 'look'>,
): Promise<FoundFile[]> {
  const changed: FoundFile[] = [];
  for (const file of files) {
    if (ledger.isSideFile(file.path)) continue;
    const entry = ledger.known(file.path);
    const isOne =
      entry === undefined || entry.sideFiles.length === 0
        ? isItselfChanged(entry, file, generation)
        : await isChanged(entry, file, generation, folder);
    if (isOne) changed.push(file);
  }
  return changed;
}

function isItselfChanged(entry: KnownFile | undefined, { state }: FoundFile, generation: string): boolean {
  return needsReading(entry, state, generation, () => undefined);
}
