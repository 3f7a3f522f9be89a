import type { FileContent, KnownSource, Lease, LedgerEntry, SourceFile } from '../../domain/ledger/entry.ts';

/** What the view keeps of an entry. */
export type KeptEntry = KnownSource & {
  path: string;
  /** Another daemon's, or ours. */
  lease: Lease | undefined;
  /** What of the source is in the indices, or may be. `key`: of the run, if it is one. */
  holds: { project: string; key: string | undefined } | undefined;
};

/** @returns what makes the kept part of an entry; what many entries say alike is there once */
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

/** The path of the only file is that of the source: one string for both. */
function keptFile({ path, state }: SourceFile, source: string): SourceFile {
  return { path: path === source ? source : path, state };
}

/** What only one source may hold: the run, or the rules of the project. */
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
