import type { FileMessage } from '../domain/ledger.ts';
import type { Folder } from '../ingest/ports.ts';
import { readSource, type Reader } from '../ingest/read-source.ts';
import type { Report } from '../output/report.ts';
import { errorLines, warningLines } from './files.ts';

/** Files to validate: paths below a folder, and how the user would write them. */
export type ValidateTarget = { folder: Folder; paths: readonly string[]; shown: (path: string) => string };

/** Reads files as `ingest` would, and tells everything that is wrong with them. */
export async function validate(
  targets: readonly ValidateTarget[],
  text: Omit<Reader, 'folder'>,
): Promise<Report> {
  const rejected: { path: string; errors: FileMessage[]; more: number }[] = [];
  const warned: { path: string; warnings: FileMessage[]; more: number }[] = [];
  const sideFiles = new Set<string>();
  let files = 0;
  for (const { folder, paths, shown } of targets) {
    for (const path of paths) {
      const source = await readSource(path, { ...text, folder });
      const name = shown(path);
      files += 1;
      if (source.type === 'missing' || source.type === 'changing') {
        const message =
          source.type === 'missing' ? 'there is no such file' : 'is being written at this moment';
        rejected.push({ path: name, errors: [{ path: '', message }], more: 0 });
        continue;
      }
      for (const side of source.sideFiles) sideFiles.add(shown(side.path));
      const { warnings, warningCount } = source;
      if (warningCount > 0) warned.push({ path: name, warnings, more: warningCount - warnings.length });
      if (source.type === 'rejected')
        rejected.push({ path: name, errors: source.errors, more: source.errorCount - source.errors.length });
    }
  }
  // A side file is read through the run that names it, whatever its name looks like.
  const bad = rejected.filter(({ path }) => !sideFiles.has(path));
  files -= rejected.length - bad.length;
  return {
    type: 'result',
    exitCode: bad.length > 0 ? 1 : 0,
    json: {
      files,
      valid: files - bad.length,
      rejected: bad,
      warnings: warned.flatMap(({ path, warnings }) =>
        warnings.map((warning) => ({ ...warning, path, field: warning.path })),
      ),
    },
    sections: [
      {
        columns: ['files', 'valid', 'rejected', 'warnings'].map((key) => ({ key, title: key })),
        rows: [
          {
            files,
            valid: files - bad.length,
            rejected: bad.length,
            warnings: warned.reduce((sum, { warnings, more }) => sum + warnings.length + more, 0),
          },
        ],
      },
    ],
    notes: [
      ...(warned.length > 0 ? [warningLines(warned)] : []),
      ...(bad.length > 0 ? [errorLines(bad)] : []),
    ],
  };
}
