/** A place in a document: object keys and array positions from the root. */
export type Path = readonly (string | number)[];

/**
 * Something to tell the author of a file about one place in it.
 *
 * `offset` is an index into the file's text (UTF-16 units) where the place is known directly; otherwise the
 * place is found through `path`. `standsFor`: how many this one is the only one of that was kept; 1 if not said.
 */
export type Problem = { path: Path; message: string; offset?: number; standsFor?: number };

/** How many problems there were, with those that were not kept. */
export function countProblems(problems: readonly Problem[]): number {
  return problems.reduce((count, { standsFor = 1 }) => count + standsFor, 0);
}

/** How many problems of one file are told one by one; the rest is counted. */
export const PROBLEM_LIMIT = 50;
