/**
 * What happens to a run file, stage by stage, each with the product's own function. This is the one place that knows
 * them: where the product does something in another way, or in another order, a stage is exchanged here.
 */

import { derive } from '../../src/domain/judging/derived.ts';
import { createRows, plainImageWriter, type PlainImage, type Rows } from '../../src/domain/rows/index.ts';
import { safeFieldNames } from '../../src/domain/model/field-name.ts';
import { interpretFile } from '../../src/domain/formats/runlens/interpret.ts';
import { rowReaders } from '../../src/domain/formats/runlens/rows.ts';
import { parseJson } from '../../src/domain/text/parse.ts';
import { projectWithoutFile } from '../../src/domain/model/run.ts';
import type { Ports } from '../../src/ingest/ports/ports.ts';

/** Does a part of the work and counts its time for the stage. */
export type Measure = <Result>(stage: string, work: () => Result | Promise<Result>) => Promise<Result>;

/** As many as one bulk request has. */
const ROWS_AT_ONCE = 2000;

/** Takes one file through all stages. Throws where anything is wrong with it. */
export async function throughStages(path: string, world: Ports, measure: Measure): Promise<void> {
  const { folder, codec, digest, store } = world;
  const pieces: Uint8Array[] = [];
  const reading = await measure('reading bytes', () =>
    folder.stream(path, (piece) => pieces.push(piece.slice()) > 0),
  );
  if (reading.type !== 'read') throw new Error(`${path}: ${JSON.stringify(reading)}`);
  const revision = await measure('fingerprint', () => {
    const fingerprint = world.fingerprint();
    for (const piece of pieces) fingerprint.add(piece);
    fingerprint.endContent();
    return fingerprint.value();
  });
  const rows = createRows({ runPath: path, codec, readers: rowReaders });
  const head = await measure('cutting and checking', () => {
    const document = readDocument(rows, () => {});
    for (const piece of pieces) told(document.add(piece));
    told(document.end());
    return document.head();
  });
  const parsed = await measure('head', () => parseJson(head.text));
  if (parsed.type !== 'parsed') throw new Error(`${path} is malformed.`);
  const meaning = await measure('head', () => interpretFile(parsed.value, reading.file));
  if (meaning.type !== 'run') throw new Error(`${path} is no run.`);

  const { run } = meaning;
  const metrics = ['dice', 'loss', 'pixel_accuracy'];
  const project = projectWithoutFile(run.project);
  const context = {
    run,
    project,
    digest,
    revision,
    derived: derive(run, metrics, project, digest),
    metricFields: safeFieldNames(metrics),
  };
  const write = plainImageWriter(context, codec);
  const target = { type: 'index', index: 'images', routing: 'run', version: 1 } as const;
  let batch = store.batch();
  async function send(): Promise<void> {
    const sent = await measure('sending', () => store.bulk(batch));
    if (sent.type !== 'ok') throw new Error(sent.reason);
    batch = store.batch();
  }
  const document = readDocument(rows, (image) => batch.addRow(target, write(image)));
  for (const piece of pieces) {
    await measure('cutting and checking again, and documents', () => told(document.add(piece)));
    if (batch.count >= ROWS_AT_ONCE) await send();
  }
  await send();
}

function readDocument(rows: Rows, plain: (image: PlainImage) => void): ReturnType<Rows['document']> {
  return rows.document({ plain, read: fail, bad: fail });
}

function fail(): never {
  throw new Error('There are rows that are not plain.');
}

function told(fault: { message: { message: string } } | undefined): void {
  if (fault !== undefined) throw new Error(fault.message.message);
}
