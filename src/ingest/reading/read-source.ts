/** One file from its path to what it means, with its side files: read, cut, parse, recognise, validate, normalise. */

import type { RowFacts } from '../../domain/documents/experiment.ts';
import type { Interpretation } from '../../domain/formats/format.ts';
import { interpret, rowReaders } from '../../domain/formats/index.ts';
import { createRows, type RowList, type Rows, type TextFault } from '../../domain/rows/index.ts';
import type { Head } from '../../domain/text/list-cutter.ts';
import { parseJson } from '../../domain/text/parse.ts';
import type { FileMessage, FileProblem, SourceFile } from '../../domain/ledger/entry.ts';
import { countProblems, PROBLEM_LIMIT, type Problem } from '../../domain/model/problem.ts';
import type { Project, Run } from '../../domain/model/run.ts';
import { contentOf, type Content } from './content.ts';
import { findDuplicates, type Duplicates } from './duplicates.ts';
import type { FileReading, FoundFile, FoundSource } from '../ports/folder.ts';
import type { Ports } from '../ports/ports.ts';
import { readSideFile, type SideReading } from './read-side-file.ts';
import { streamRows, readRunRows, type RowContents, type RowsRead, type TakeRows } from './run-rows.ts';
import { createSurvey, type Survey } from './survey.ts';

/** What was read: the source, its files as they were read, and the warnings. */
export type Notes = {
  path: string;
  files: readonly SourceFile[];
  /** When the last of the files was changed; ISO 8601, UTC. */
  modifiedAt: string;
  warnings: FileMessage[];
  warningCount: number;
};

export type SourceRun = {
  run: Run;
  original: string;
  facts: RowFacts;
  revision: string;
  /** Reads the run's rows once more: there may be more of them than memory. */
  eachRow: (take: TakeRows) => Promise<RowsRead>;
};

/** A source that was read, whatever came of it. */
export type ReadSource =
  | ({ type: 'run' } & SourceRun & Notes)
  | ({ type: 'project'; project: Project; original: string } & Notes)
  | ({ type: 'rejected'; problem: FileProblem; errors: FileMessage[]; errorCount: number } & Notes);

export type Source =
  | ReadSource
  /** It is not whole yet, or went before it could be read. */
  | { type: 'changing' }
  | { type: 'missing' };

export type Reader = Pick<Ports, 'folder' | 'codec' | 'fingerprint'>;

function notesOf({ path, state, modifiedAt }: FoundFile): Notes {
  return { path, files: [{ path, state }], modifiedAt, warnings: [], warningCount: 0 };
}

/**
 * A document of Elasticsearch holds a run's head three times: as it is, searchable, and as its fields. Above a tenth of
 * its heap it takes no document, and says no more than that it is busy (indexing pressure, 429), for ever.
 *
 * @see https://www.elastic.co/docs/reference/elasticsearch/index-settings/pressure
 */
const LARGEST_HEAD = 5_000_000;

function tooLarge(original: string): FileMessage {
  const size = (original.length / 1e6).toFixed(1);
  const message = `without its rows of images and series it has ${size} MB, more than the 5 MB that one document may have: keep large values in files, and name them under artifacts`;
  return { path: '', message };
}

/** What was read of a file besides its head. */
type Opened = {
  file: FoundFile;
  content: Content;
  head: Head;
  rows: Rows;
  survey: Survey;
  fingerprint: ReturnType<Ports['fingerprint']>;
};

/** Reads one source. Whatever is wrong with it is a value, with everything that its author needs to know. */
export async function readSource({ path }: FoundSource, reader: Reader): Promise<Source> {
  const content = contentOf(path, reader.folder);
  const fingerprint = reader.fingerprint();
  const rows = createRows({ runPath: path, codec: reader.codec, readers: rowReaders });
  const survey = createSurvey();
  const document = rows.document(survey.visitor);
  let fault: TextFault | undefined;
  const reading = await content.read((piece) => {
    fingerprint.add(piece);
    fault = document.add(piece);
    return fault === undefined;
  });
  if (reading.type === 'changing' || reading.type === 'missing') return reading;
  if (reading.type === 'unreadable' || reading.type === 'truncated') return notRead(path, reading, reader);
  const { file } = reading;
  fingerprint.endContent();
  fault ??= document.end();
  if (fault !== undefined)
    return rejected(file, fault.truncated ? 'incomplete' : 'malformed', [fault.message]);
  return understand({ file, content, head: document.head(), rows, survey, fingerprint }, reader);
}

async function understand(opened: Opened, reader: Reader): Promise<Source> {
  const { file, head, survey } = opened;
  const parsed = parseJson(head.text);
  if (parsed.type === 'malformed') {
    const { problems, truncated } = parsed;
    const errors = locateSome(head, problems);
    return rejected(file, truncated ? 'incomplete' : 'malformed', errors, countProblems(problems));
  }
  if (survey.findings.malformedCount > 0) {
    const { errors, errorCount } = survey.findings;
    return rejected(file, 'malformed', errors, errorCount);
  }
  const meaning = interpret(parsed.value, { path: file.path, modifiedAt: file.modifiedAt });
  const warnings = [...parsed.warnings, ...meaning.warnings];
  const notes = {
    ...notesOf(file),
    warnings: locateSome(head, warnings),
    warningCount: countProblems(warnings),
  };
  if (meaning.type === 'invalid') {
    const errors = locateSome(head, meaning.problems);
    return rejected(file, 'invalid', errors, countProblems(meaning.problems), notes);
  }
  if (meaning.original.length > LARGEST_HEAD) return rejected(file, 'invalid', [tooLarge(meaning.original)]);
  if (meaning.type === 'project') {
    return { type: 'project', project: meaning.project, original: meaning.original, ...notes };
  }
  return readWhole(opened, meaning, notes, reader);
}

const LISTS: readonly RowList[] = ['images', 'series'];

/** Looks at the rows that a run has besides those in its own file, and puts the whole together. */
async function readWhole(
  { file, content, head, rows, survey, fingerprint }: Opened,
  { run, original, rows: sources }: Interpretation & { type: 'run' },
  notes: Notes,
  reader: Reader,
): Promise<Source> {
  const isInline = LISTS.some((list) => sources[list].type === 'inline');
  const sideFiles: SideReading[] = [];
  const failures: FileMessage[] = [];
  let isIncomplete = false;
  const beside: RowContents['beside'][number][] = [];
  for (const list of LISTS) {
    const source = sources[list];
    if (source.type !== 'file') continue;
    const before = survey.findings.errorCount;
    const side = await readSideFile(list, source, { path: file.path, head }, survey, {
      folder: reader.folder,
      rows,
      fingerprint,
    });
    sideFiles.push(side);
    if (side.type === 'failed') failures.push(side.message);
    else beside.push(side.side);
    const { endsEarly, errorCount } = survey.findings;
    // Its one fault is that its last line is the beginning of a row: more of it may come.
    if (side.type === 'failed' ? side.incomplete : endsEarly && errorCount === before + 1)
      isIncomplete = true;
  }
  const contents: RowContents = { inline: isInline ? content : undefined, beside };
  const settled = await settleDuplicates(survey, contents, rows);
  if (settled === 'changing') return { type: 'changing' };
  const { findings, facts } = settled.survey;
  const { imageMetrics, counts } = facts;
  const all: Notes = {
    ...withSideFiles(notes, sideFiles),
    warnings: [...notes.warnings, ...findings.warnings].slice(0, PROBLEM_LIMIT),
    warningCount: notes.warningCount + findings.warningCount,
  };
  const errorCount = failures.length + findings.errorCount;
  if (errorCount > 0) {
    const problem = isIncomplete ? 'incomplete' : 'invalid';
    return rejected(file, problem, [...findings.errors, ...failures], errorCount, all);
  }
  return {
    type: 'run',
    run,
    original,
    facts: {
      imageMetrics: [...imageMetrics].toSorted(),
      counts: { scores: run.scores.length, ...counts },
    },
    revision: fingerprint.value(),
    eachRow: (take) => readRunRows(contents, rows, { duplicates: settled.duplicates, counts }, take),
    ...all,
  };
}

function withSideFiles(notes: Notes, readings: readonly SideReading[]): Notes {
  const times = readings.flatMap(({ modifiedAt }) => modifiedAt ?? []);
  return {
    ...notes,
    files: [...notes.files, ...readings.flatMap(({ sideFile }) => sideFile ?? [])],
    modifiedAt: times.reduce((latest, time) => (time > latest ? time : latest), notes.modifiedAt),
  };
}

type Settled = { survey: Survey; duplicates: Duplicates | undefined };

/** Where names may have come twice, looks at all rows twice more: which are replaced, and what counts then. */
async function settleDuplicates(
  survey: Survey,
  contents: RowContents,
  rows: Rows,
): Promise<Settled | 'changing'> {
  const { suspicions, findings } = survey;
  if (suspicions.size === 0 || findings.errorCount > 0) return { survey, duplicates: undefined };
  const { duplicates, visitor } = findDuplicates(suspicions);
  if ((await streamRows(contents, rows, visitor)) === 'changing') return 'changing';
  const again = createSurvey(duplicates);
  const read = await streamRows(contents, rows, again.visitor);
  return read === 'changing' ? 'changing' : { survey: again, duplicates };
}

function locateSome(head: Head, problems: readonly Problem[]): FileMessage[] {
  return head.locate(problems.slice(0, PROBLEM_LIMIT));
}

function rejected(
  file: FoundFile,
  problem: FileProblem,
  errors: FileMessage[],
  errorCount = errors.length,
  notes: Notes = notesOf(file),
): Source {
  return { type: 'rejected', problem, errors: errors.slice(0, PROBLEM_LIMIT), errorCount, ...notes };
}

async function notRead(
  path: string,
  { type, reason }: FileReading & { type: 'unreadable' | 'truncated' },
  reader: Reader,
): Promise<Source> {
  const file = await reader.folder.look(path);
  if (file === undefined) return { type: 'missing' };
  return rejected(file, type === 'truncated' ? 'incomplete' : type, [{ path: '', message: reason }]);
}
