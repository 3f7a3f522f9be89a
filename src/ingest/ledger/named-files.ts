import { isWithin } from '../../domain/formats/source.ts';
import type { SourceFile } from '../../domain/ledger/entry.ts';

/** Which sources name which files in their content, such as side files. */
export type NamedFiles = {
  add: (source: string, files: readonly SourceFile[]) => void;
  remove: (source: string, files: readonly SourceFile[]) => void;
  /** The sources that name this file. */
  namedBy: (path: string) => ReadonlySet<string>;
};

const NOBODY: ReadonlySet<string> = new Set();

export function createNamedFiles(): NamedFiles {
  const sources = new Map<string, Set<string>>();
  return {
    add: (source, files) => {
      for (const { path } of files)
        if (!isWithin(path, source)) sources.set(path, (sources.get(path) ?? new Set()).add(source));
    },
    remove: (source, files) => {
      for (const { path } of files) {
        const named = sources.get(path);
        named?.delete(source);
        if (named?.size === 0) sources.delete(path);
      }
    },
    namedBy: (path) => sources.get(path) ?? NOBODY,
  };
}
