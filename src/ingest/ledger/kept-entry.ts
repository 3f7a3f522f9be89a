import type { FileContent, KnownSource, Lease, LedgerEntry, SourceFile } from '../../domain/ledger/entry.ts';

/** What the view keeps of an entry. */
export type KeptEntry = KnownSource & {
  path: string;
  /** With `reading`: the lease of this process or another. */
  lease: Lease | undefined;
  /** What documents of the source the indices may have. `key`: of the run, if it is one. */
  holds: { project: string; key: string | undefined } | undefined;
};

/** @returns makes the kept part of an entry; equal strings of different entries are shared */
export function createKeeping(): (entry: LedgerEntry) => KeptEntry {
  const texts = new Map<string, string>();

  function shared(text: string): string {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  }

  return ({ path, status, problem, generation, files, lease, content }) => ({
    path,
    status,
    ...(problem !== undefined && { problem }),
    generation: shared(generation),
    files: files.map((file) => keptFile(file, path)),
    lease: status === 'reading' ? lease : undefined,
    holds: content && { project: shared(content.project), key: keyOf(content) },
  });
}

/** A single file has the path of its source: one string for both. */
function keptFile({ path, state }: SourceFile, source: string): SourceFile {
  return { path: path === source ? source : path, state };
}

/** What only one source may hold: the run or the rules of the project, as a text. */
export function claimKept({ holds }: KeptEntry): string | undefined {
  return holds && claim(holds.project, holds.key);
}

export function claimOfContent(content: FileContent): string {
  return claim(content.project, keyOf(content));
}

function claim(project: string, key: string | undefined): string {
  return key === undefined ? `project ${project}` : key;
}

function keyOf(content: FileContent): string | undefined {
  return content.kind === 'run' ? content.run.key : undefined;
}
