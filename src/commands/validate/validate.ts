import { derive } from '../../domain/judging/derived.ts';
import type { Digest } from '../../domain/model/digest.ts';
import type { FileMessage } from '../../domain/ledger/entry.ts';
import { projectWithoutFile, type Project, type RowFacts, type Run } from '../../domain/model/run.ts';
import { unrankedWarnings } from '../../domain/judging/unranked.ts';
import { conflicting } from '../../ingest/round/entries.ts';
import type { Folder, FoundSource } from '../../ingest/ports/folder.ts';
import { readSource, type Reader, type Source } from '../../ingest/reading/read-source.ts';
import type { Report } from '../../output/report.ts';
import { errorLines, warningLines } from '../shared/files.ts';

/** Sources to validate: their paths below a folder, and how the user would write a path. */
export type ValidateTarget = { folder: Folder; sources: readonly string[]; shown: (path: string) => string };

type Bad = { path: string; errors: readonly FileMessage[]; more: number };
type Suspicious = { path: string; warnings: FileMessage[]; more: number };

/** What reading the files brought; rows are not kept. */
type Findings = {
  bad: Bad[];
  suspicious: Map<string, Suspicious>;
  runs: { path: string; run: Run; facts: RowFacts }[];
  projects: Map<string, Project>;
  /** Files that sources consist of, besides those that they are named by. */
  others: Set<string>;
  /** Which file tells a run, or the rules of a project. */
  holders: Map<string, string>;
  /** How the user would write the paths of a file's side files. */
  shown: Map<string, (path: string) => string>;
  files: number;
};

/**
 * Reads files as `ingest` would, and tells everything that is wrong with them. At the signal it reads no further
 * file: what it returns then is of those that it has read.
 */
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
    holders: new Map(),
    shown: new Map(),
    files: 0,
  };
  for (const { folder, sources, shown } of targets) {
    for (const path of sources) {
      if (signal.aborted) break;
      const found = (await folder.find(path)) ?? (await asSource(path, folder));
      note(findings, await readSource(found, { ...reader, folder }), shown(path), shown);
    }
  }
  for (const { path, run, facts } of findings.runs) {
    const project = findings.projects.get(run.project) ?? projectWithoutFile(run.project);
    const unranked = unrankedWarnings(derive(run, facts.imageMetrics, project, digest), facts.imageMetrics);
    if (unranked.length > 0) warn(findings, path, unranked, 0);
  }
  return report(findings);
}

/** A file that its name makes no source, and that was asked for by its name. */
async function asSource(path: string, folder: Folder): Promise<FoundSource> {
  const file = await folder.look(path);
  return { path, files: file === undefined ? [] : [file] };
}

function note(findings: Findings, read: Source, path: string, shown: (path: string) => string): void {
  findings.files += 1;
  findings.shown.set(path, shown);
  const source = read.type === 'run' || read.type === 'project' ? unlessTold(findings, read, path) : read;
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

/** Two files cannot tell the same run: the first one has it. */
function unlessTold(
  { holders }: Findings,
  source: Source & { type: 'run' | 'project' },
  path: string,
): Source & { type: 'run' | 'project' | 'rejected' } {
  const claim = JSON.stringify(
    source.type === 'run' ? [source.run.project, source.run.id] : [source.project.project],
  );
  const holder = holders.get(claim);
  if (holder !== undefined) return conflicting(source, holder);
  holders.set(claim, path);
  return source;
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
  // A side file is read through the run that names it.
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
