/** Reads one source. What is wrong with it is part of the result, in words for its author. */

import type {
  FileOutcome,
  Format,
  Interpretation,
  OpenSource,
  Rejection,
  WantedFile,
} from '../../domain/formats/format.ts';
import type { Formats } from '../../domain/formats/index.ts';
import type { FileMessage, FileProblem, SourceFile } from '../../domain/ledger/entry.ts';
import type { Project, RowFacts, Run } from '../../domain/model/run.ts';
import type { Codec } from '../../domain/text/codec.ts';
import type { Folder, FoundSource } from '../ports/folder.ts';
import type { Fingerprint } from '../ports/fingerprint.ts';
import { converse } from './converse.ts';
import { eachRow, type RowsRead, type TakeRows } from './each-row.ts';
import { createSourceFiles, type Interruption, type SourceFiles } from './source-files.ts';

/** The source, the files that were read, and the warnings. */
export type Notes = {
  path: string;
  files: readonly SourceFile[];
  /** The latest modification time of the files; ISO 8601, UTC. */
  modifiedAt: string;
  warnings: readonly FileMessage[];
  warningCount: number;
};

export type SourceRun = {
  run: Run;
  original: string;
  facts: RowFacts;
  revision: string;
  /** Reads the rows of the run again: they may not fit into memory. */
  eachRow: (take: TakeRows) => Promise<RowsRead>;
};

/** A source that was read. */
export type ReadSource =
  | ({ type: 'run' } & SourceRun & Notes)
  | ({ type: 'project'; project: Project; format: string; original: string } & Notes)
  | ({
      type: 'rejected';
      problem: FileProblem;
      errors: readonly FileMessage[];
      errorCount: number;
    } & Notes);

export type Source =
  | ReadSource
  /** It changed while it was being read, or no longer exists. */
  | { type: 'changing' }
  | { type: 'missing' };

export type Reader = {
  folder: Pick<Folder, 'stream'>;
  formats: Pick<Formats, 'claiming'>;
  codec: Codec;
  /** Begins the fingerprint of the contents of one source. */
  fingerprint: () => Fingerprint;
};

/** Reads a source as the first format that claims and recognises it. */
export async function readSource(found: FoundSource, reader: Reader): Promise<Source> {
  if (found.files.length === 0) return { type: 'missing' };
  const files = createSourceFiles(found, reader.folder);
  const unrecognised: FileMessage[] = [];
  for (const format of reader.formats.claiming(found)) {
    const revision = createRevision(files, reader.fingerprint());
    const meaning = await converse(format.open(asOpen(found, format), reader.codec), revision.read);
    if (meaning.type === 'interrupted') return { type: meaning.because };
    if (meaning.type !== 'unrecognised')
      return understood(meaning, found.path, files, format, revision.value);
    unrecognised.push({ path: '', message: meaning.message });
  }
  const rejection = { problem: 'invalid', errors: unrecognised, errorCount: unrecognised.length } as const;
  return { type: 'rejected', ...rejection, ...notesOf(found.path, files, NO_WARNINGS) };
}

const NO_WARNINGS = { warnings: [], warningCount: 0 };

function notesOf(
  path: string,
  files: SourceFiles,
  { warnings, warningCount }: Pick<Rejection, 'warnings' | 'warningCount'>,
): Notes {
  return { path, files: files.known(), modifiedAt: files.modifiedAt(), warnings, warningCount };
}

function asOpen({ path: source, files }: FoundSource, format: Format): OpenSource {
  const members = files.flatMap(({ path }) => {
    const membership = format.member(path);
    return membership === undefined || membership.source === source
      ? [{ path, role: membership?.role ?? '' }]
      : [];
  });
  return { path: source, files: members };
}

/** The fingerprint of what is read of each file the first time. Later readings in a dialogue have the same content. */
function createRevision(files: SourceFiles, fingerprint: Fingerprint) {
  const counted = new Set<string>();

  async function read(wanted: WantedFile): Promise<FileOutcome | Interruption> {
    if (counted.has(wanted.path)) return files.read(wanted);
    counted.add(wanted.path);
    const outcome = await files.read({
      path: wanted.path,
      add: (piece) => {
        fingerprint.add(piece);
        return wanted.add(piece);
      },
    });
    fingerprint.endContent();
    return outcome;
  }

  return { read, value: () => fingerprint.value() };
}

function understood(
  meaning: Exclude<Interpretation, { type: 'unrecognised' }>,
  path: string,
  files: SourceFiles,
  { name: format }: Format,
  revision: () => string,
): Source {
  const notes = notesOf(path, files, meaning);
  if (meaning.type === 'rejected') {
    const { problem, errors, errorCount } = meaning;
    return { type: 'rejected', problem, errors, errorCount, ...notes };
  }
  const { original } = meaning;
  if (original.length > LARGEST_ORIGINAL)
    return { type: 'rejected', problem: 'invalid', errors: [tooLarge(original)], errorCount: 1, ...notes };
  if (meaning.type === 'project')
    return { type: 'project', project: meaning.project, format, original, ...notes };
  const { run, facts, rows } = meaning;
  return {
    type: 'run',
    run,
    original,
    facts,
    revision: revision(),
    eachRow: (take) => eachRow(rows, files, take),
    ...notes,
  };
}

/**
 * A document has the original of a run three times: as it is, searchable, and as fields. Elasticsearch refuses a document
 * larger than a tenth of its heap with 429 (indexing pressure), as if it were busy, each time.
 *
 * @see https://www.elastic.co/docs/reference/elasticsearch/index-settings/pressure
 */
const LARGEST_ORIGINAL = 5_000_000;

function tooLarge(original: string): FileMessage {
  const size = (original.length / 1e6).toFixed(1);
  const message = `without its rows of images and series it has ${size} MB, more than the 5 MB that one document may have: keep large values in files, and name them under artifacts`;
  return { path: '', message };
}
