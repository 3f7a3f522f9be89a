/**
 * What a result format is: a way to recognise a document, and to say what it means.
 *
 * A format reads values, never files: the pipeline brings it the parsed document, and the rows of the side files
 * that it asked for, one by one.
 */

import type { Path, Problem } from '../problem.ts';
import type { Image, Project, Run, SeriesPoint } from '../run.ts';

/** What is known of a file besides its content. */
export type SourceContext = {
  /** Relative to the watched folder, with `/`. */
  path: string;
  /** ISO 8601, UTC. */
  modifiedAt: string;
};

/** Where a run's many rows are: in the document itself, or in a file beside it. */
export type RowSource =
  | { type: 'inline'; rows: readonly unknown[]; at: Path }
  | { type: 'file'; file: string; at: Path }
  | { type: 'none' };

/** What one row became; a row may hold several points, or be bad. */
export type RowReading<T> = { rows: T[]; problems: Problem[]; warnings: Problem[] };

export type Interpretation =
  | {
      type: 'run';
      run: Run;
      /** The document without its rows, as exact JSON text: everything but the rows can be derived again from it. */
      original: string;
      images: RowSource;
      series: RowSource;
      readImage: (value: unknown, at: Path) => RowReading<Image>;
      readSeries: (value: unknown, at: Path) => RowReading<SeriesPoint>;
      warnings: Problem[];
    }
  | { type: 'project'; project: Project; original: string; warnings: Problem[] }
  | { type: 'invalid'; problems: Problem[]; warnings: Problem[] };

export type Format = {
  name: string;
  /** Whether a document looks like this format's at all; cheap. */
  recognise: (value: unknown) => boolean;
  interpret: (value: unknown, context: SourceContext) => Interpretation;
};
