/** Looks at all rows of a run and keeps none: what is wrong with them, and what of them their run tells. */

import type { FileMessage } from '../../domain/ledger/entry.ts';
import { countProblems, PROBLEM_LIMIT, type Path, type Problem } from '../../domain/model/problem.ts';
import { SPAN, type PlainImage } from '../../domain/rows/plain-image.ts';
import type { Shape } from '../../domain/rows/shape.ts';
import type { Duplicates } from './duplicates.ts';
import type { Origin, TakeRow, TextReader } from '../ports/text.ts';
import { describeRow, identityOf, rowReader, type Row, type RowEnds, type RowReader } from './row-kinds.ts';
import { createSeenBefore, type SeenBefore, type Suspicion } from './seen-before.ts';

/** At most `PROBLEM_LIMIT` of each are told; the count says how many there were. */
export type Findings = {
  errors: FileMessage[];
  errorCount: number;
  warnings: FileMessage[];
  warningCount: number;
  /** How many of the errors are about text that is no JSON, and whether the last row is the beginning of one. */
  malformedCount: number;
  endsEarly: boolean;
};

export type Survey = RowEnds & {
  /** Takes the rows of the run file, or of a side file of this path. */
  takeFrom: (sideFile?: string) => TakeRow;
  findings: Findings;
  /** Names of metrics of images, also those without a finite value. */
  imageMetrics: Set<string>;
  counts: { images: number; images_not_finite: number; series: number };
  /** Names that may have come twice. */
  suspicions: Set<Suspicion>;
};

/**
 * @param duplicates where it is known which rows are replaced by later ones: they do not count, and are warned of
 */
export function createSurvey(runPath: string, text: TextReader, duplicates?: Duplicates): Survey {
  const findings: Findings = {
    errors: [],
    errorCount: 0,
    warnings: [],
    warningCount: 0,
    malformedCount: 0,
    endsEarly: false,
  };
  const rows = rowReader(runPath, text);
  const imageMetrics = new Set<string>();
  /** Of the last plain image: most have the same. */
  let shape: Shape | undefined;
  const counts = { images: 0, images_not_finite: 0, series: 0 };
  const suspicions = new Set<Suspicion>();
  const seen = { images: createSeenBefore(), series: createSeenBefore() };
  const ordinals = { images: 0, series: 0 };

  function addTo(names: SeenBefore, { list, row }: Row): Suspicion | undefined {
    if (list !== 'images' || !('type' in row)) return names.add(identityOf({ list, row } as Row));
    const { split, bytes, spans } = row;
    return names.addPlain(split, bytes, spans[SPAN.id] as number, spans[SPAN.id + 1] as number, text.decode);
  }

  function note(row: Row): void {
    counts[row.list] += 1;
    if (row.list !== 'images') return;
    if ('type' in row.row) {
      if (row.row.metrics === shape) return;
      shape = row.row.metrics;
      for (const metric of shape.names) imageMetrics.add(metric);
      return;
    }
    for (const metric of row.row.metrics.keys()) imageMetrics.add(metric);
    for (const metric of row.row.nonfinite) imageMetrics.add(metric);
    if (row.row.nonfinite.length > 0) counts.images_not_finite += 1;
  }

  /** @returns a warning, where the row replaces one */
  function look(row: Row): Problem | undefined {
    const ordinal = ordinals[row.list];
    ordinals[row.list] += 1;
    if (duplicates === undefined) {
      const suspicion = addTo(seen[row.list], row);
      if (suspicion !== undefined) suspicions.add(suspicion);
    }
    if (duplicates?.replaced[row.list].has(ordinal) !== true) note(row);
    if (duplicates?.replacing[row.list].has(ordinal) !== true) return undefined;
    return { path: [], message: `${describeRow(row)} was there before; this later row replaces it` };
  }

  /** One and the same for all plain images: so is what they are looked at in. */
  let plain: Row | undefined;
  function asRow(image: PlainImage): Row {
    if (plain?.row !== image) plain = { list: 'images', row: image };
    return plain;
  }

  function tell(
    kind: 'error' | 'warning',
    problems: readonly Problem[],
    rowText: () => string,
    at: Path,
    origin: () => Origin,
  ): void {
    if (problems.length === 0) return;
    findings[`${kind}Count`] += countProblems(problems);
    const told = findings[`${kind}s`];
    const some = problems.slice(0, PROBLEM_LIMIT - told.length);
    if (some.length > 0) told.push(...text.locate(rowText(), some, at, origin()));
  }

  function tellMalformed(rowText: () => string, at: Path, origin: () => Origin): void {
    const isTold = findings.errors.length < PROBLEM_LIMIT;
    const { messages, count } = isTold ? text.explain(rowText(), at, origin()) : { messages: [], count: 1 };
    findings.errorCount += count;
    findings.malformedCount += count;
    findings.errors.push(...messages.slice(0, PROBLEM_LIMIT - findings.errors.length));
  }

  return {
    findings,
    imageMetrics,
    counts,
    suspicions,
    endOf: rows.endOf,
    endOfLine: rows.endOfLine,
    takeFrom: (sideFile) => {
      const unusual = takeUnusual(sideFile);
      return (list, index, bytes, start, end, place) => {
        const reading = rows.read(list, bytes, start, end);
        const warning = reading.type === 'plain' ? look(asRow(reading)) : undefined;
        if (reading.type === 'plain' && warning === undefined) findings.endsEarly = false;
        else unusual(reading, warning, list, index, bytes, start, end, place);
      };
    },
  };

  /** What there is something to say about, or may be. */
  function takeUnusual(sideFile: string | undefined) {
    return (
      reading: ReturnType<RowReader['read']>,
      plainWarning: Problem | undefined,
      ...[list, index, bytes, start, end, place]: Parameters<TakeRow>
    ): void => {
      const at: Path = sideFile === undefined ? [list, index] : [];
      const originOf = (): Origin => ({ ...place(), ...(sideFile !== undefined && { file: sideFile }) });
      const rowText = () => text.decode(bytes, start, end);
      if (reading.type === 'malformed') {
        findings.endsEarly = reading.truncated;
        tellMalformed(rowText, at, originOf);
        return;
      }
      findings.endsEarly = false;
      if (reading.type === 'read') {
        tell('error', reading.problems, rowText, at, originOf);
        tell('warning', reading.warnings, rowText, at, originOf);
      }
      const warnings = reading.type === 'plain' ? [plainWarning] : reading.rows.map(look);
      for (const warning of warnings)
        if (warning !== undefined) tell('warning', [warning], rowText, at, originOf);
    };
  }
}
