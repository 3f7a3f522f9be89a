import { needsReading, type KnownSource, type SourceFile } from '../../domain/ledger/entry.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { Folder, FoundSource } from '../ports/folder.ts';

/** Whether a source has to be read: see `needsReading`. Looks at the files that only its entry names. */
export async function isChanged(
  entry: KnownSource | undefined,
  source: FoundSource,
  generation: string,
  folder: Pick<Folder, 'look'>,
): Promise<boolean> {
  const others = othersOf(entry, source);
  return others.length === 0
    ? needsReading(entry, source.files, generation)
    : needsReading(entry, await withOthers(source, others, folder), generation);
}

/** The sources of a scan that have to be read. Most are one file, for which no look is necessary. */
export async function changedAmong(
  sources: readonly FoundSource[],
  ledger: Pick<LedgerView, 'known' | 'isSideFile'>,
  generation: string,
  folder: Pick<Folder, 'look'>,
): Promise<FoundSource[]> {
  const changed: FoundSource[] = [];
  for (const source of sources) {
    if (ledger.isSideFile(source.path)) continue;
    const entry = ledger.known(source.path);
    const others = othersOf(entry, source);
    const now = others.length === 0 ? source.files : await withOthers(source, others, folder);
    if (needsReading(entry, now, generation)) changed.push(source);
  }
  return changed;
}

const NONE: readonly SourceFile[] = [];

/** The files of an entry that were not found as files of the source: its content names them, or they no longer exist. */
function othersOf(entry: KnownSource | undefined, { files }: FoundSource): readonly SourceFile[] {
  if (entry === undefined || (entry.files.length === 1 && entry.files[0]?.path === files[0]?.path))
    return NONE;
  const found = new Set(files.map(({ path }) => path));
  return entry.files.filter(({ path }) => !found.has(path));
}

async function withOthers(
  { files }: FoundSource,
  others: readonly SourceFile[],
  folder: Pick<Folder, 'look'>,
): Promise<SourceFile[]> {
  const looks = await Promise.all(others.map(({ path }) => folder.look(path)));
  return [...files, ...looks.filter((look) => look !== undefined)];
}
