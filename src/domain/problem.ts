/** Where in a document something stands: object keys and array positions from the root. */
export type Path = readonly (string | number)[];

/**
 * Something to tell the author of a file about one place in it.
 *
 * `offset` is an index into the file's text (UTF-16 units) where the place is known directly; otherwise the
 * place is found through `path`.
 */
export type Problem = { path: Path; message: string; offset?: number };

/** How many problems of one file are told one by one; the rest is counted. */
export const PROBLEM_LIMIT = 50;
