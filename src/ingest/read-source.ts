/** One file from its path to what it means, with its side files: read, decode, parse, recognise, validate, normalise. */

import type { RowFacts } from '../domain/documents/experiment.ts';
import type { Interpretation } from '../domain/formats/format.ts';
import { interpret } from '../domain/formats/index.ts';
import { parseJson } from '../domain/json/parse.ts';
import type { FileMessage, FileProblem, SideFile } from '../domain/ledger.ts';
import { countProblems, PROBLEM_LIMIT, type Problem } from '../domain/problem.ts';
import type { Image, Project, Run, SeriesPoint } from '../domain/run.ts';
import type { FileReading, FoundFile, World } from './ports.ts';
import { readRows } from './read-rows.ts';

export type Notes = { warnings: FileMessage[]; warningCount: number; sideFiles: SideFile[] };

export type SourceRun = {
  run: Run;
  original: string;
  images: Image[];
  series: SeriesPoint[];
  facts: RowFacts;
  revision: string;
};

export type Source =
  | ({ type: 'run'; file: FoundFile } & SourceRun & Notes)
  | ({ type: 'project'; file: FoundFile; project: Project; original: string } & Notes)
  | ({
      type: 'rejected';
      file: FoundFile;
      problem: FileProblem;
      errors: FileMessage[];
      errorCount: number;
    } & Notes)
  /** It is not whole yet, or went before it could be read. */
  | { type: 'changing' }
  | { type: 'missing' };

export type Reader = Pick<World, 'folder' | 'text' | 'fingerprint'>;

const NO_NOTES: Notes = { warnings: [], warningCount: 0, sideFiles: [] };

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

/** Reads one candidate file. Whatever is wrong with it is a value, with everything that its author needs to know. */
export async function readSource(path: string, reader: Reader): Promise<Source> {
  const reading = await reader.folder.read(path);
  if (reading.type === 'changing' || reading.type === 'missing') return reading;
  if (reading.type === 'unreadable' || reading.type === 'truncated') return notRead(path, reading, reader);
  const { bytes, file } = reading;
  const decoded = reader.text.decode(bytes);
  if (decoded.type === 'not-text')
    return rejected(file, decoded.truncated ? 'incomplete' : 'malformed', [decoded.message]);
  const { text } = decoded;
  const parsed = parseJson(text);
  if (parsed.type === 'malformed') {
    const { messages, count } = reader.text.explain(text);
    return rejected(file, parsed.truncated ? 'incomplete' : 'malformed', messages, count);
  }
  const meaning = interpret(parsed.value, { path, modifiedAt: file.modifiedAt });
  const warnings = [...parsed.warnings, ...meaning.warnings];
  const notes = {
    ...NO_NOTES,
    warnings: locateSome(reader, text, warnings),
    warningCount: countProblems(warnings),
  };
  if (meaning.type === 'invalid') {
    const errors = locateSome(reader, text, meaning.problems);
    return rejected(file, 'invalid', errors, countProblems(meaning.problems), notes);
  }
  if (meaning.original.length > LARGEST_HEAD) return rejected(file, 'invalid', [tooLarge(meaning.original)]);
  if (meaning.type === 'project') {
    return { type: 'project', file, project: meaning.project, original: meaning.original, ...notes };
  }
  return readWhole(file, bytes, text, meaning, notes, reader);
}

/** Reads the rows that a run has besides its head, inline or beside it, and puts the whole together. */
async function readWhole(
  file: FoundFile,
  bytes: Uint8Array,
  text: string,
  { run, original, ...meaning }: Interpretation & { type: 'run' },
  notes: Notes,
  reader: Reader,
): Promise<Source> {
  const fingerprint = reader.fingerprint();
  fingerprint.add(bytes);
  fingerprint.endContent();
  const owner = { path: file.path, text, fingerprint };
  const images = await readRows(
    meaning.images,
    { read: meaning.readImage, identity: imageIdentity },
    owner,
    reader,
  );
  const series = await readRows(
    meaning.series,
    { read: meaning.readSeries, identity: pointIdentity },
    owner,
    reader,
  );
  const rows = [images, series];
  const all: Notes = {
    warnings: [...notes.warnings, ...images.warnings, ...series.warnings].slice(0, PROBLEM_LIMIT),
    warningCount: notes.warningCount + images.warningCount + series.warningCount,
    sideFiles: rows.flatMap(({ sideFile }) => sideFile ?? []),
  };
  const errorCount = images.errorCount + series.errorCount;
  if (errorCount > 0) {
    const problem = rows.some(({ incomplete }) => incomplete) ? 'incomplete' : 'invalid';
    return rejected(file, problem, [...images.errors, ...series.errors], errorCount, all);
  }
  const facts = rowFacts(run, images.rows, series.rows);
  return {
    type: 'run',
    file,
    run,
    original,
    images: images.rows,
    series: series.rows,
    facts,
    revision: fingerprint.value(),
    ...all,
  };
}

/** Names as JSON text: with the quotes in them escaped, no two images are called the same. */
function imageIdentity({ split, id }: Image): string {
  return `image ${JSON.stringify(id)} of split ${JSON.stringify(split)}`;
}

function pointIdentity({ split, name, entity, timestamp }: SeriesPoint): string {
  const part = entity === undefined ? '' : ` for ${JSON.stringify(entity)}`;
  return `point ${timestamp} of series ${JSON.stringify(name)}${part} on split ${JSON.stringify(split)}`;
}

function rowFacts(run: Run, images: readonly Image[], series: readonly SeriesPoint[]): RowFacts {
  const imageMetrics = new Set<string>();
  for (const image of images) {
    for (const metric of image.metrics.keys()) imageMetrics.add(metric);
    for (const metric of image.nonfinite) imageMetrics.add(metric);
  }
  return {
    imageMetrics: [...imageMetrics].toSorted(),
    counts: {
      scores: run.scores.length,
      images: images.length,
      images_not_finite: images.filter((image) => image.nonfinite.length > 0).length,
      series: series.length,
    },
  };
}

function locateSome(reader: Reader, text: string, problems: readonly Problem[]): FileMessage[] {
  return reader.text.locate(text, problems.slice(0, PROBLEM_LIMIT));
}

function rejected(
  file: FoundFile,
  problem: FileProblem,
  errors: FileMessage[],
  errorCount = errors.length,
  notes: Notes = NO_NOTES,
): Source {
  return { type: 'rejected', file, problem, errors: errors.slice(0, PROBLEM_LIMIT), errorCount, ...notes };
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
