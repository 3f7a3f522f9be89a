/** From a source to its documents on their way, and to the ledger entry that is written once they have arrived. */

import { derive } from '../../domain/judging/derived.ts';
import type { Document } from '../../domain/documents/document.ts';
import { experimentDocument } from '../../domain/documents/experiment.ts';
import { runKey } from '../../domain/documents/ids.ts';
import { plainImageWriter } from '../../domain/rows/plain-image-writer.ts';
import { imageDocument, pointDocument, scoreDocuments } from '../../domain/documents/rows.ts';
import { safeFieldNames } from '../../domain/model/field-name.ts';
import type { FileContent, FileMessage, LedgerEntry } from '../../domain/ledger/entry.ts';
import { PROBLEM_LIMIT } from '../../domain/model/problem.ts';
import type { Project } from '../../domain/model/run.ts';
import { unrankedWarnings } from '../../domain/judging/unranked.ts';
import { baseEntry, type EntryContext } from './entries.ts';
import type { Operation } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import type { Source } from '../reading/read-source.ts';
import type { Receipt } from '../sending/receipts.ts';
import type { Sender } from '../sending/sender.ts';

type RunSource = Source & { type: 'run' };

/**
 * What became of a file. `ranking` are warnings that follow from the project's rules: they are told, but are no part
 * of the entry, which says the same whichever came first, the run or the rules.
 */
export type Staged = {
  entry: LedgerEntry;
  ranking?: readonly FileMessage[];
  /** What was sent and is to be taken away again: rows of a run whose own document was refused. */
  unwanted?: FileContent;
  /** Documents of it that somebody else has written with a higher version. */
  overtaken?: number;
};

/**
 * What a run's file holds in the indices; the counts begin at 0.
 *
 * The run's key is part of the revision, so that two runs of the same content cannot be taken for one another.
 */
export function runContent(
  { run, revision }: RunSource,
  digest: World['digest'],
): FileContent & { kind: 'run' } {
  const key = runKey(digest, run.project, run.id);
  return {
    kind: 'run',
    project: run.project,
    run: { key, id: run.id },
    revision: digest(JSON.stringify([key, revision])),
    counts: { experiments: 0, scores: 0, images: 0, series: 0, refused: 0 },
  };
}

/**
 * Sends all documents of a run.
 *
 * @returns its ledger entry, to be asked for when all documents have met their fate; or that the file changed meanwhile
 */
export async function stageRun(
  source: RunSource,
  version: number,
  project: Project,
  sender: Sender,
  world: World & EntryContext,
): Promise<(() => Staged) | 'changing'> {
  const { run, facts, original } = source;
  const { digest } = world;
  const content = runContent(source, digest);
  const { counts, revision } = content;
  let overtaken = 0;
  let isRefused = false;
  const refusals: FileMessage[] = [];
  const receipt: Receipt = {
    accepted: (index) => {
      if (index !== 'files') counts[index] += 1;
    },
    overtaken: () => {
      overtaken += 1;
    },
    refused: ({ index, id }, reason) => {
      counts.refused += 1;
      if (index === 'experiments') isRefused = true;
      if (refusals.length < PROBLEM_LIMIT) refusals.push({ path: `${index}/${id}`, message: reason });
    },
  };
  const derived = derive(run, facts.imageMetrics, project, digest);
  const context = { run, project, derived, revision, digest };
  const send = (document: Document): Promise<void> | undefined =>
    sender.add({ ...indexOperation(document), version }, receipt);

  await send(experimentDocument({ key: content.run.key, run, original, facts, derived, revision }));
  for (const document of scoreDocuments(context)) await send(document);
  const metricFields = safeFieldNames(facts.imageMetrics);
  const imageContext = { ...context, metricFields };
  const writePlain = plainImageWriter(imageContext, world.text);
  const target = { type: 'index', index: 'images', routing: content.run.key, version } as const;
  const read = await source.eachRow({
    image: (image) => {
      if (!('type' in image)) return send(imageDocument(image, imageContext));
      return sender.addRow(target, writePlain(image), receipt);
    },
    point: (point) => send(pointDocument(point, context)),
  });
  if (read === 'changing') return 'changing';

  const ranking = unrankedWarnings(derived, facts.imageMetrics);
  // Not in the closure: it would keep all rows until the end of the round.
  const base = baseEntry(source, version, world);
  return (): Staged => {
    const errors = { errors: refusals, errorCount: counts.refused };
    // Rows without their run are nobody's.
    if (isRefused)
      return { entry: { ...base, ...errors, status: 'rejected', problem: 'refused' }, unwanted: content };
    const status = counts.refused === 0 ? 'indexed' : 'partial';
    return { ranking, overtaken, entry: { ...base, ...errors, status, content } };
  };
}

export function indexOperation({ index, id, routing, body }: Document): Operation {
  return { type: 'index', index, id, routing, body: JSON.stringify(body) };
}
