/**
 * What a result format is: a way to recognise a document, and to say what it means.
 *
 * A format reads values, never files: the pipeline brings it the parsed document without the elements of its row lists,
 * and its rows one by one, from wherever they are.
 */

import type { Path, Problem } from '../model/problem.ts';
import type { Project, Run } from '../model/run.ts';
import type { RowList } from '../rows/index.ts';

/**
 * The source that a file belongs to, and the part that it plays in it. A source is one or several files that are one run,
 * or one project's rules. Its name is the path of its only file (`digits/svm.json`), or that of the folder that all its
 * files are below (`mlruns/0/abc`).
 */
export type Membership = {
  source: string;
  role: string;
  /** By its name, it says how a project is judged. Such sources are read first. */
  isProject?: boolean;
};

/** What is known of a file besides its content. */
export type SourceContext = {
  /** Relative to the watched folder, with `/`. */
  path: string;
  /** ISO 8601, UTC. */
  modifiedAt: string;
};

/** Where a run's many rows are: in the document itself, or in a file beside it. */
export type RowSource = { type: 'inline' } | { type: 'file'; file: string; at: Path } | { type: 'none' };

export type Interpretation =
  | {
      type: 'run';
      run: Run;
      /** The document without its rows, as exact JSON text: everything but the rows can be derived again from it. */
      original: string;
      rows: Record<RowList, RowSource>;
      warnings: Problem[];
    }
  | { type: 'project'; project: Project; original: string; warnings: Problem[] }
  | { type: 'invalid'; problems: Problem[]; warnings: Problem[] };

export type Format = {
  name: string;
  /**
   * Whether a file belongs to a source of this format: by its path alone, relative to the watched folder, with `/`. No part
   * of it is hidden.
   */
  member: (path: string) => Membership | undefined;
  /** Whether a document looks like this format's at all; cheap. */
  recognise: (value: unknown) => boolean;
  interpret: (value: unknown, context: SourceContext) => Interpretation;
};
