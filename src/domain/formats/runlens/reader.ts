/** Reads a run file with its side files, or a project file. */

import type { FileMessage, FileProblem } from '../../ledger/entry.ts';
import { countProblems, PROBLEM_LIMIT, type Problem } from '../../model/problem.ts';
import { createRows, type RowList, type Rows } from '../../rows/index.ts';
import type { Codec } from '../../text/codec.ts';
import type { Head } from '../../text/list-cutter.ts';
import { parseJson } from '../../text/parse.ts';
import type { Dialogue, Interpretation, OpenSource, Rejection, Warnings } from '../format.ts';
import { findDuplicates, type Duplicates } from './duplicates.ts';
import { interpretFile, type FileMeaning } from './interpret.ts';
import { readPieces, type TextOutcome } from './pieces.ts';
import { visitCounting, visitRows, type RowFiles } from './row-files.ts';
import { rowReaders } from './rows.ts';
import { readSideFile, type SideFile } from './side-file.ts';
import { createSurvey, type Survey } from './survey.ts';

const NO_WARNINGS: Warnings = { warnings: [], warningCount: 0 };

/** A run file that was read. */
type Opened = { path: string; head: Head; rows: Rows; survey: Survey };

export function* readFile({ path }: OpenSource, codec: Codec): Dialogue<Interpretation> {
  const rows = createRows({ runPath: path, codec, readers: rowReaders });
  const survey = createSurvey();
  const document = rows.document(survey.visitor);
  const outcome = yield* readPieces(path, document);
  if (outcome.type !== 'read') return notRead(outcome);
  const head = document.head();
  const parsed = parseJson(head.text);
  if (parsed.type === 'malformed')
    return rejected(parsed.truncated ? 'incomplete' : 'malformed', head, parsed.problems);
  const { errors, errorCount, malformedCount } = survey.findings;
  if (malformedCount > 0)
    return { type: 'rejected', problem: 'malformed', errors, errorCount, ...NO_WARNINGS };
  const meaning = interpretFile(parsed.value, { path, modifiedAt: outcome.modifiedAt });
  if (meaning.type === 'unrecognised') return meaning;
  const warnings = warningsOf(head, [...parsed.warnings, ...meaning.warnings]);
  if (meaning.type === 'invalid') return rejected('invalid', head, meaning.problems, warnings);
  if (meaning.type === 'project') return { ...meaning, ...warnings };
  return yield* readRows({ path, head, rows, survey }, meaning, warnings);
}

const LISTS: readonly RowList[] = ['images', 'series'];

/** Surveys the rows in side files, and builds the interpretation of the run. */
function* readRows(
  { path, head, rows, survey }: Opened,
  meaning: FileMeaning & { type: 'run' },
  warnings: Warnings,
): Dialogue<Interpretation> {
  const failures: FileMessage[] = [];
  const beside: SideFile[] = [];
  let isIncomplete = false;
  for (const list of LISTS) {
    const source = meaning.rows[list];
    if (source.type !== 'file') continue;
    const reading = yield* readSideFile(list, source, { path, head }, rows, survey);
    isIncomplete ||= reading.isIncomplete;
    if (reading.type === 'failed') failures.push(reading.message);
    else beside.push(reading.sideFile);
  }
  const isInline = LISTS.some((list) => meaning.rows[list].type === 'inline');
  const files: RowFiles = { inline: isInline ? path : undefined, beside };
  const { survey: surveyed, duplicates } = yield* settleDuplicates(survey, files, rows);
  const { findings, facts } = surveyed;
  const all = withWarnings(warnings, findings);
  const errorCount = failures.length + findings.errorCount;
  if (errorCount > 0) {
    const errors = [...findings.errors, ...failures].slice(0, PROBLEM_LIMIT);
    return { type: 'rejected', problem: isIncomplete ? 'incomplete' : 'invalid', errors, errorCount, ...all };
  }
  const { run, original } = meaning;
  return {
    type: 'run',
    run,
    original,
    facts: {
      imageMetrics: [...facts.imageMetrics].toSorted(),
      counts: { scores: run.scores.length, ...facts.counts },
    },
    rows: (visitor) => visitCounting(files, rows, { duplicates, counts: facts.counts }, visitor),
    ...all,
  };
}

/** If rows may have the same name, reads all rows twice more: to find which are replaced, and to survey the rest. */
function* settleDuplicates(
  survey: Survey,
  files: RowFiles,
  rows: Rows,
): Dialogue<{ survey: Survey; duplicates: Duplicates | undefined }> {
  const { suspicions, findings } = survey;
  if (suspicions.size === 0 || findings.errorCount > 0) return { survey, duplicates: undefined };
  const { visitor, duplicates } = findDuplicates(suspicions);
  yield* visitRows(files, rows, visitor);
  const again = createSurvey(duplicates);
  yield* visitRows(files, rows, again.visitor);
  return { survey: again, duplicates };
}

function notRead(outcome: Exclude<TextOutcome, { type: 'read' }>): Rejection {
  if (outcome.type === 'not-text') {
    const { message, truncated } = outcome.fault;
    return rejectedFor(truncated ? 'incomplete' : 'malformed', message);
  }
  if (outcome.type === 'truncated') return rejectedFor('incomplete', { path: '', message: outcome.reason });
  const message = outcome.type === 'unreadable' ? outcome.reason : 'there is no such file';
  return rejectedFor('unreadable', { path: '', message });
}

function rejectedFor(problem: FileProblem, message: FileMessage): Rejection {
  return { type: 'rejected', problem, errors: [message], errorCount: 1, ...NO_WARNINGS };
}

function rejected(
  problem: FileProblem,
  head: Head,
  problems: readonly Problem[],
  warnings = NO_WARNINGS,
): Rejection {
  const errors = head.locate(problems.slice(0, PROBLEM_LIMIT));
  return { type: 'rejected', problem, errors, errorCount: countProblems(problems), ...warnings };
}

function warningsOf(head: Head, warnings: readonly Problem[]): Warnings {
  return {
    warnings: head.locate(warnings.slice(0, PROBLEM_LIMIT)),
    warningCount: countProblems(warnings),
  };
}

function withWarnings({ warnings, warningCount }: Warnings, more: Warnings): Warnings {
  return {
    warnings: [...warnings, ...more.warnings].slice(0, PROBLEM_LIMIT),
    warningCount: warningCount + more.warningCount,
  };
}
