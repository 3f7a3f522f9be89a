import { derive } from '../../domain/judging/derived.ts';
import type { Digest } from '../../domain/model/digest.ts';
import type { FileMessage } from '../../domain/ledger/entry.ts';
import { projectWithoutFile, type Project, type RowFacts, type Run } from '../../domain/model/run.ts';
import { unrankedWarnings } from '../../domain/judging/unranked.ts';
import { createConflictCheck } from '../../ingest/round/conflicts.ts';
import type { Folder, FoundSource } from '../../ingest/ports/folder.ts';
import { readSource, type Reader, type Source } from '../../ingest/reading/read-source.ts';
import type { Report } from '../../output/report.ts';
import { errorLines, warningLines } from '../shared/files.ts';

/** Sources to validate: their paths below a folder, and how the user would write a path. */
export type ValidateTarget = { folder: Folder; sources: readonly string[]; shown: (path: string) => string };

type Bad = { path: string; errors: readonly FileMessage[]; more: number };
type Suspicious = { path: string; warnings: FileMessage[]; more: number };

/** The result of reading the files, without their rows. */
type Findings = {
  bad: Bad[];
  suspicious: Map<string, Suspicious>;
  runs: { path: string; run: Run; facts: RowFacts }[];
  projects: Map<string, Project>;
  /** The files of sources, except the one that gives each its name. */
  others: Set<string>;
  /** For each source, how the user would write the paths of its files. */
  shown: Map<string, (path: string) => string>;
  files: number;
};

/** Reads files as `ingest` would, and reports everything that is wrong with them. It stops at the signal, between two files. */
export async function validate(
  targets: readonly ValidateTarget[],
  { digest, signal, ...reader }: Omit<Reader, 'folder'> & { digest: Digest; signal: AbortSignal },
): Promise<Report> {
  const findings: Findings = {
    bad: [],
    suspicious: new Map(),
    runs: [],
    projects: new Map(),
    others: new Set(),
    shown: new Map(),
    files: 0,
  };
  const unlessConflicting = createConflictCheck(digest);
  for (const { folder, sources, shown } of targets) {
    for (const path of sources) {
      if (signal.aborted) break;
      const found = (await folder.find(path)) ?? (await asSource(path, folder));
      const read = await readSource(found, { ...reader, folder });
      note(findings, await unlessConflicting(read, shown(path)), shown(path), shown);
    }
  }
  for (const { path, run, facts } of findings.runs) {
    const project = findings.projects.get(run.project) ?? projectWithoutFile(run.project);
    const unranked = unrankedWarnings(derive(run, facts.imageMetrics, project, digest), facts.imageMetrics);
    if (unranked.length > 0) warn(findings, path, unranked, 0);
  }
  return report(findings);
}

/** A file that the user names, though by its name it would not be ingested. */
async function asSource(path: string, folder: Folder): Promise<FoundSource> {
  const file = await folder.look(path);
  return { path, files: file === undefined ? [] : [file] };
}

function note(findings: Findings, source: Source, path: string, shown: (path: string) => string): void {
  findings.files += 1;
  findings.shown.set(path, shown);
  if (source.type === 'missing' || source.type === 'changing') {
    const message = source.type === 'missing' ? 'there is no such file' : 'is being written at this moment';
    findings.bad.push({ path, errors: [{ path: '', message }], more: 0 });
    return;
  }
  for (const file of source.files) if (file.path !== source.path) findings.others.add(shown(file.path));
  if (source.warningCount > 0)
    warn(findings, path, source.warnings, source.warningCount - source.warnings.length);
  if (source.type === 'rejected') {
    findings.bad.push({ path, errors: source.errors, more: source.errorCount - source.errors.length });
  } else if (source.type === 'run') findings.runs.push({ path, run: source.run, facts: source.facts });
  else findings.projects.set(source.project.project, source.project);
}

function warn({ suspicious }: Findings, path: string, warnings: readonly FileMessage[], more: number): void {
  const known = suspicious.get(path);
  suspicious.set(path, {
    path,
    warnings: [...(known?.warnings ?? []), ...warnings],
    more: (known?.more ?? 0) + more,
  });
}

function report({ files: read, bad, suspicious, others, shown }: Findings): Report {
  // A side file is read through the run that names it. By itself it would be rejected.
  const rejected = bad.filter(({ path }) => !others.has(path));
  const files = read - (bad.length - rejected.length);
  const valid = files - rejected.length;
  const withShown = <File extends { path: string }>(file: File) => ({ ...file, shown: shown.get(file.path) });
  const warned = [...suspicious.values()];
  const warnings = warned.reduce((sum, file) => sum + file.warnings.length + file.more, 0);
  return {
    type: 'result',
    exitCode: rejected.length > 0 ? 1 : 0,
    json: {
      files,
      valid,
      rejected,
      warnings: warned.flatMap((file) =>
        file.warnings.map(({ path: field, ...warning }) => ({ ...warning, path: file.path, field })),
      ),
    },
    sections: [
      {
        columns: ['files', 'valid', 'rejected', 'warnings'].map((key) => ({ key, title: key })),
        rows: [{ files, valid, rejected: rejected.length, warnings }],
      },
    ],
    notes: [
      ...(warned.length > 0 ? [warningLines(warned.map(withShown))] : []),
      ...(rejected.length > 0 ? [errorLines(rejected.map(withShown))] : []),
    ],
  };
}
