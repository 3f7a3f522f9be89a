/** Project files that are rejected and therefore not in force. */

import { fileEntry } from '../documents/file.ts';
import type { FileMessage } from '../ledger/entry.ts';
import type { SearchRequest } from './search.ts';

/** The usual names of project files. Their place is up to their authors. */
const NAMES = ['project.json', 'project.json.gz'];

/** Below Elasticsearch's limit of the terms of a query. */
const MOST_PATHS = 10_000;
const MOST_FILES = 5;

/** The project of a file that was never valid is unknown: it is found by its place, in a folder of the project's runs or above. */
export function rejectedRulesRequest(project: string, runPaths: readonly string[]): SearchRequest {
  const folders = new Set([project, ...runPaths.flatMap(foldersAbove)]);
  const paths = [...folders].flatMap((folder) =>
    NAMES.map((name) => (folder === '' ? name : `${folder}/${name}`)),
  );
  return {
    target: 'files',
    size: MOST_FILES,
    filter: [
      { term: { status: 'rejected' } },
      { bool: { must_not: { term: { kind: 'run' } } } },
      { bool: { should: [{ term: { project } }, { terms: { path: paths.slice(0, MOST_PATHS) } }] } },
    ],
    sort: [{ path: 'asc' }],
  };
}

export type RejectedRules = {
  path: string;
  error: FileMessage | undefined;
  /** Whether the file was valid before: its earlier content is still in force. */
  hasEarlier: boolean;
};

/** @param hits of `rejectedRulesRequest` */
export function rejectedRules(project: string, hits: readonly Record<string, unknown>[]): RejectedRules[] {
  return hits
    .flatMap((hit) => fileEntry(hit) ?? [])
    .filter(({ content }) => content === undefined || content.project === project)
    .map(({ path, errors, content }) => ({ path, error: errors[0], hasEarlier: content !== undefined }));
}

/** `a/b/run.json` → `a/b`, `a` and the watched folder itself, which is `''`. */
function foldersAbove(path: string): string[] {
  const folders = path.split('/').slice(0, -1);
  return ['', ...folders.map((_, index) => folders.slice(0, index + 1).join('/'))];
}
