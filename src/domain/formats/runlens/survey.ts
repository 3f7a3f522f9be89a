/** Visits all rows of a run and keeps none: finds errors, and the facts that the run's document states. */

import {
  createSeenBefore,
  describeRow,
  type PlainImage,
  type Row,
  type RowPlace,
  type RowVisitor,
  type Suspicion,
} from '../../rows/index.ts';
import type { Duplicates } from './duplicates.ts';
import { createFindings, tellBad, warn, type Findings } from './row-findings.ts';

export type Survey = {
  visitor: RowVisitor;
  findings: Findings;
  facts: SurveyedFacts;
  /** Names that more than one row may have. */
  suspicions: ReadonlySet<Suspicion>;
};

export type SurveyedFacts = {
  /** Names of the metrics of images, including metrics without a finite value. */
  imageMetrics: Set<string>;
  counts: { images: number; images_not_finite: number; series: number };
};

/** @param duplicates rows that later ones replace: they are not counted, and each gets a warning */
export function createSurvey(duplicates?: Duplicates): Survey {
  const findings = createFindings();
  const { facts, note } = createFacts();
  const suspicions = new Set<Suspicion>();
  const suspect = createSuspect(suspicions);
  const ordinals = { images: 0, series: 0 };

  function look(row: Row | PlainImage, at: RowPlace): void {
    findings.endsEarly = false;
    if (duplicates === undefined) {
      suspect(row);
      note(row);
      return;
    }
    const ordinal = ordinals[row.list];
    ordinals[row.list] += 1;
    if (!duplicates.replaced[row.list].has(ordinal)) note(row);
    if (!duplicates.replacing[row.list].has(ordinal)) return;
    const message = `${describeRow(row)} was there before; this later row replaces it`;
    warn(findings, [{ path: [], message }], at);
  }

  const visitor: RowVisitor = {
    plain: look,
    read: ({ rows, warnings }, at) => {
      findings.endsEarly = false;
      if (warnings.length > 0) warn(findings, warnings, at);
      for (const row of rows) look(row, at);
    },
    bad: (row, at) => tellBad(findings, row, at),
  };
  return { visitor, findings, facts, suspicions };
}

/** @returns adds the name of a row to the suspicions if an earlier row may have it */
function createSuspect(suspicions: Set<Suspicion>): (row: Row | PlainImage) => void {
  const seen = { images: createSeenBefore(), series: createSeenBefore() };
  return (row) => {
    const suspicion = seen[row.list].add(row);
    if (suspicion !== undefined) suspicions.add(suspicion);
  };
}

function createFacts(): { facts: SurveyedFacts; note: (row: Row | PlainImage) => void } {
  const facts: SurveyedFacts = {
    imageMetrics: new Set(),
    counts: { images: 0, images_not_finite: 0, series: 0 },
  };
  const { imageMetrics, counts } = facts;
  /** Of the last plain image; most images have the same. */
  let known: readonly string[] = [];

  function note(row: Row | PlainImage): void {
    counts[row.list] += 1;
    if (row.list === 'series') return;
    if (!('row' in row)) {
      if (row.metricNames === known) return;
      known = row.metricNames;
      for (const metric of known) imageMetrics.add(metric);
      return;
    }
    const { metrics, nonfinite } = row.row;
    for (const metric of [...metrics.keys(), ...nonfinite]) imageMetrics.add(metric);
    if (nonfinite.length > 0) counts.images_not_finite += 1;
  }

  return { facts, note };
}
