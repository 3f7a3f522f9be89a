/** Interprets a run file or a project file, parsed without the elements of its row lists. */

import { stringifyExact } from '../../text/stringify.ts';
import type { Path, Problem } from '../../model/problem.ts';
import type * as Canonical from '../../model/run.ts';
import { shorten } from '../../model/shorten.ts';
import { parseTime } from '../../model/time.ts';
import type { RowList } from '../../rows/index.ts';
import type { OriginalContext } from '../format.ts';
import { check } from './check.ts';
import { normaliseProject, normaliseRun } from './normalise.ts';
import { brokenRules } from './rules.ts';
import { Project, Run } from './schema.ts';

/** Where the rows of a list are: in the run file, or in a side file. */
export type RowSource = { type: 'inline' } | { type: 'file'; file: string; at: Path } | { type: 'none' };

export type FileMeaning =
  | {
      type: 'run';
      run: Canonical.Run;
      /** The file without its rows, as exact JSON text: all documents but those of rows can be derived from it again. */
      original: string;
      rows: Record<RowList, RowSource>;
      warnings: Problem[];
    }
  | { type: 'project'; project: Canonical.Project; original: string; warnings: Problem[] }
  | { type: 'invalid'; problems: Problem[]; warnings: Problem[] }
  | { type: 'unrecognised'; message: string };

/** Version 1 of the format. */
export function interpretFile(value: unknown, context: OriginalContext): FileMeaning {
  const schema = schemaOf(value);
  if (schema === undefined) return { type: 'unrecognised', message: unrecognised(value) };
  if (schema === 'runlens.run/1') return interpretRun(value as Record<string, unknown>, context);
  if (schema === 'runlens.project/1') return interpretProject(value as Record<string, unknown>, context);
  return invalid([{ path: ['schema'], message: unknownSchema(schema) }]);
}

function schemaOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return undefined;
  return typeof value.schema === 'string' && value.schema.startsWith('runlens.') ? value.schema : undefined;
}

function unrecognised(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'is not a result file: expected one object with "schema": "runlens.run/1"';
  }
  const found =
    'schema' in value ? `its "schema" is ${shorten(stringifyExact(value.schema))}` : 'it has no "schema"';
  return `is not a result file that runlens knows: ${found}; looked for "runlens.run/1" and "runlens.project/1"`;
}

function unknownSchema(schema: string): string {
  const [, kind, version] = /^runlens\.(run|project)\/(\d+)$/.exec(schema) ?? [];
  if (kind !== undefined && Number(version) > 1) {
    return `"${shorten(schema)}" is newer than this version of runlens understands (runlens.${kind}/1): update runlens`;
  }
  return `"${shorten(schema)}" is not a schema of runlens: expected "runlens.run/1" or "runlens.project/1"`;
}

function interpretRun(value: Record<string, unknown>, context: OriginalContext): FileMeaning {
  const { problems: misfits, warnings } = check(Run, value);
  if (misfits.length > 0) return invalid(misfits, warnings);
  const file = value as Run;
  const problems = brokenRules(file);
  const project = projectName(file.project, context);
  if (project === undefined) problems.push(noProject);
  if (problems.length > 0 || project === undefined) return invalid(problems, warnings);
  const { images: _images, series: _series, ...head } = value;
  return {
    type: 'run',
    run: normaliseRun(file, project, context),
    original: stringifyExact(head),
    rows: { images: rowSource(file, 'images'), series: rowSource(file, 'series') },
    warnings: [...warnings, ...timeWarnings(file)],
  };
}

function interpretProject(value: Record<string, unknown>, context: OriginalContext): FileMeaning {
  const { problems, warnings } = check(Project, value);
  if (problems.length > 0) return invalid(problems, warnings);
  const file = value as Project;
  const project = projectName(file.project, context);
  if (project === undefined) return invalid([noProject], warnings);
  return {
    type: 'project',
    project: normaliseProject(file, project),
    original: stringifyExact(value),
    warnings,
  };
}

const noProject: Problem = {
  path: ['project'],
  message:
    'is required for a file that lies directly in the watched folder; elsewhere it defaults to the first folder',
};

/** The project that a file names, or else the first folder of its path. */
function projectName(named: string | null | undefined, context: OriginalContext): string | undefined {
  if (typeof named === 'string') return named;
  const [folder, ...rest] = context.path.split('/');
  return rest.length === 0 ? undefined : folder;
}

function rowSource(file: Run, kind: RowList): RowSource {
  if (Array.isArray(file[kind])) return { type: 'inline' };
  const sideFile = file[`${kind}_file`];
  return typeof sideFile !== 'string'
    ? { type: 'none' }
    : { type: 'file', file: sideFile, at: [`${kind}_file`] };
}

function timeWarnings(file: Run): Problem[] {
  return (['started_at', 'ended_at'] as const).flatMap((key) => {
    const time = parseTime(file.run?.[key]);
    return time.type === 'time' && time.warning !== undefined
      ? [{ path: ['run', key], message: time.warning }]
      : [];
  });
}

function invalid(problems: Problem[], warnings: Problem[] = []): FileMeaning {
  return { type: 'invalid', problems, warnings };
}
