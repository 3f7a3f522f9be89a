/**
 * An entry of the ledger in a form that takes little memory: a folder may hold 100,000 files. What each scan asks of every
 * file is at hand; the rest is text until somebody asks for it; what many have in common is there once.
 */

import type {
  FileContent,
  FileCounts,
  FileMessage,
  FileProblem,
  FileStatus,
  KnownSource,
  Lease,
  LedgerEntry,
  SourceFile,
} from '../../domain/ledger/entry.ts';

export type KeptEntry = {
  path: string;
  common: Common;
  files: readonly SourceFile[];
  /** Of the run that it says, if it says one. */
  key: string | undefined;
  /** The rest, as JSON. */
  rest: string;
};

/** What many entries say alike. */
export type Common = {
  folder: string;
  status: FileStatus;
  generation: string;
  problem: FileProblem | undefined;
  kind: FileContent['kind'] | undefined;
  project: string | undefined;
};

type Rest = [version: number, modifiedAt: string, seenAt: string, run: RestOfRun | 0, more?: More];
type RestOfRun = [id: string, revision: string, ...counts: number[]];
type More = {
  original?: string;
  lease?: Lease;
  intended?: readonly FileContent[];
  errors?: readonly FileMessage[];
  errorCount?: number;
  warnings?: readonly FileMessage[];
  warningCount?: number;
};

export type Keeper = {
  keep: (entry: LedgerEntry) => KeptEntry;
  /** The entry that was kept, whole. */
  restore: (kept: KeptEntry) => LedgerEntry;
};

export function createKeeper(): Keeper {
  const commons = new Map<string, Common>();

  function commonOf({ folder, status, generation, problem, content }: LedgerEntry): Common {
    const common = { folder, status, generation, problem, kind: content?.kind, project: content?.project };
    const text = JSON.stringify(Object.values(common));
    const known = commons.get(text);
    if (known === undefined) commons.set(text, common);
    return known ?? common;
  }

  return {
    keep: (entry) => ({
      path: entry.path,
      common: commonOf(entry),
      files: entry.files,
      key: entry.content?.kind === 'run' ? entry.content.run.key : undefined,
      rest: JSON.stringify(restOf(entry)),
    }),
    restore,
  };
}

/** What each scan compares with the files. */
export function knownSource({ common, files }: KeptEntry): KnownSource {
  const { status, generation, problem } = common;
  return {
    status,
    generation,
    files,
    ...(problem !== undefined && { problem }),
  };
}

const NONE: never[] = [];

const COUNTED = [
  'experiments',
  'scores',
  'images',
  'series',
  'refused',
] as const satisfies (keyof FileCounts)[];

function restOf({ version, modifiedAt, seenAt, content, ...entry }: LedgerEntry): Rest {
  const run: RestOfRun | 0 =
    content?.kind === 'run'
      ? [content.run.id, content.revision, ...COUNTED.map((index) => content.counts[index])]
      : 0;
  const { lease, intended, errors, errorCount, warnings, warningCount } = entry;
  const more: More = {
    ...(content?.kind === 'project' && { original: content.original }),
    ...(lease && { lease }),
    ...(intended && { intended }),
    ...(errors.length > 0 && { errors }),
    ...(errorCount !== 0 && { errorCount }),
    ...(warnings.length > 0 && { warnings }),
    ...(warningCount !== 0 && { warningCount }),
  };
  return Object.keys(more).length === 0
    ? [version, modifiedAt, seenAt, run]
    : [version, modifiedAt, seenAt, run, more];
}

function restore(kept: KeptEntry): LedgerEntry {
  const [version, modifiedAt, seenAt, run, more = {}] = JSON.parse(kept.rest) as Rest;
  const { original, lease, intended, errors, errorCount, warnings, warningCount } = more;
  const content = contentOf(kept, run, original);
  return {
    ...knownSource(kept),
    folder: kept.common.folder,
    path: kept.path,
    version,
    modifiedAt,
    ...(lease && { lease }),
    ...(content && { content }),
    ...(intended && { intended }),
    errors: errors ?? NONE,
    errorCount: errorCount ?? 0,
    warnings: warnings ?? NONE,
    warningCount: warningCount ?? 0,
    seenAt,
  };
}

function contentOf(
  { key, common: { kind, project } }: KeptEntry,
  run: RestOfRun | 0,
  original: string | undefined,
): FileContent | undefined {
  if (project === undefined) return undefined;
  if (kind === 'project') return { kind, project, original: original ?? '' };
  if (run === 0 || key === undefined) return undefined;
  const [id, revision, experiments = 0, scores = 0, images = 0, series = 0, refused = 0] = run;
  const counts = { experiments, scores, images, series, refused };
  return { kind: 'run', project, run: { key, id }, revision, counts };
}
