/** Sends the documents of one run, and makes the ledger entry that is written once they have arrived. */

import { derive } from '../../domain/judging/derived.ts';
import type { Document } from '../../domain/documents/document.ts';
import { experimentDocument } from '../../domain/documents/experiment.ts';
import { runKey } from '../../domain/documents/ids.ts';
import { plainImageWriter } from '../../domain/rows/index.ts';
import type { Codec } from '../../domain/text/codec.ts';
import { imageDocument, pointDocument, scoreDocuments } from '../../domain/documents/rows.ts';
import { safeFieldNames } from '../../domain/model/field-name.ts';
import type { FileContent, FileMessage, LedgerEntry } from '../../domain/ledger/entry.ts';
import { PROBLEM_LIMIT } from '../../domain/model/problem.ts';
import type { Project } from '../../domain/model/run.ts';
import { unrankedWarnings } from '../../domain/judging/unranked.ts';
import type { Digest } from '../../domain/model/digest.ts';
import { indexOperation } from '../sending/index-operation.ts';
import { baseEntry, type EntryContext } from './entries.ts';
import type { Source } from '../reading/read-source.ts';
import type { Receipt } from '../sending/receipts.ts';
import type { Sender } from '../sending/sender.ts';

export type RunSource = Source & { type: 'run' };
type RunContent = FileContent & { kind: 'run' };

/** What became of a source once its documents have arrived. */
export type Staged = {
  /** Its next entry in the ledger. */
  entry: LedgerEntry;
  /** Its entry as it was before the round. */
  before: LedgerEntry | undefined;
  /**
   * Warnings that follow from the project's rules. They are reported, but are not part of the entry, which has to say the same
   * whether the run or the rules came first.
   */
  ranking?: readonly FileMessage[];
  /** What was sent and has to be deleted again: the rows of a run whose own document was refused. */
  unwanted?: FileContent;
  /** Another daemon has written some of its documents with a higher version. */
  isOvertaken?: boolean;
};

/** A source that was read, the version of its documents, and its entry as it was before. */
export type Taken<S> = { source: S; version: number; before: LedgerEntry | undefined };

/**
 * What a run's file holds in the indices, with counts that begin at 0.
 *
 * The run's key is part of the revision, so that two runs with the same content cannot be confused.
 */
export function runContent({ run, revision }: RunSource, digest: Digest): RunContent {
  const key = runKey(digest, run.project, run.id);
  return {
    kind: 'run',
    project: run.project,
    run: { key, id: run.id },
    revision: digest(JSON.stringify([key, revision])),
    counts: { experiments: 0, scores: 0, images: 0, series: 0, refused: 0 },
  };
}

/** What a source claims: its run, or the rules of its project. */
export function contentOf(source: Source & { type: 'run' | 'project' }, digest: Digest): FileContent {
  return source.type === 'run'
    ? runContent(source, digest)
    : {
        kind: 'project',
        project: source.project.project,
        format: source.format,
        original: source.original,
      };
}

export type StageTools = { digest: Digest; codec: Codec; context: EntryContext };

/**
 * Sends all documents of a run.
 *
 * @returns a function that says what became of them, to be called once all have arrived; or that the file changed meanwhile
 */
export async function stageRun(
  { source, version, before }: Taken<RunSource>,
  project: Project,
  sender: Sender,
  { digest, codec, context }: StageTools,
): Promise<(() => Staged) | 'changing'> {
  const { run, facts } = source;
  const content = runContent(source, digest);
  const { receipt, decide } = trackDocuments(content);
  const derived = derive(run, facts.imageMetrics, project, digest);
  const rowContext = { run, project, derived, revision: content.revision, digest };
  const send = (document: Document) => sender.add({ ...indexOperation(document), version }, receipt);

  await send(experimentDocument({ ...rowContext, key: content.run.key, original: source.original, facts }));
  for (const document of scoreDocuments(rowContext)) await send(document);
  const imageContext = { ...rowContext, metricFields: safeFieldNames(facts.imageMetrics) };
  const writePlain = plainImageWriter(imageContext, codec);
  const target = { type: 'index', index: 'images', routing: content.run.key, version } as const;
  const read = await source.eachRow({
    plain: (image) => sender.addRow(target, writePlain(image), receipt),
    image: (image) => send(imageDocument(image, imageContext)),
    point: (point) => send(pointDocument(point, rowContext)),
  });
  if (read === 'changing') return 'changing';

  const ranking = unrankedWarnings(derived, facts.imageMetrics);
  // The source is not in the closure: it would keep the run in memory until the end of the round.
  const base = baseEntry(source, version, context);
  return () => ({ before, ranking, ...decide(base) });
}

/** Follows the documents of a run until all have arrived; then decides what its ledger entry says. */
function trackDocuments(content: RunContent) {
  const { counts } = content;
  const refusals: FileMessage[] = [];
  let isOvertaken = false;
  let isRunRefused = false;
  const receipt: Receipt = {
    accepted: (index) => {
      if (index !== 'files') counts[index] += 1;
    },
    overtaken: () => {
      isOvertaken = true;
    },
    refused: ({ index, id }, reason) => {
      counts.refused += 1;
      if (index === 'experiments') isRunRefused = true;
      if (refusals.length < PROBLEM_LIMIT) refusals.push({ path: `${index}/${id}`, message: reason });
    },
  };
  function decide(base: ReturnType<typeof baseEntry>): Pick<Staged, 'entry' | 'unwanted' | 'isOvertaken'> {
    const entry = { ...base, errors: refusals, errorCount: counts.refused };
    // Rows cannot be reached without the document of their run.
    if (isRunRefused)
      return { entry: { ...entry, status: 'rejected', problem: 'refused' }, unwanted: content };
    const status = counts.refused === 0 ? 'indexed' : 'partial';
    return { isOvertaken, entry: { ...entry, status, content } };
  }
  return { receipt, decide };
}
