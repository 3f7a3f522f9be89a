/**
 * What happens to a run file, stage by stage, each with the product's own function. This is the one place that knows
 * them: where the product does something in another way, or in another order, a stage is exchanged here.
 */

import { derive } from '../../src/domain/judging/derived.ts';
import { plainImageWriter } from '../../src/domain/rows/plain-image-writer.ts';
import { safeFieldNames } from '../../src/domain/model/field-name.ts';
import { interpret, rowReaders } from '../../src/domain/formats/index.ts';
import { parseJson } from '../../src/domain/text/parse.ts';
import { projectWithoutFile } from '../../src/domain/model/run.ts';
import type { Ports } from '../../src/ingest/ports/ports.ts';
import { rowReader } from '../../src/ingest/reading/row-kinds.ts';

/** Does a part of the work and counts its time for the stage. */
export type Measure = <Result>(stage: string, work: () => Result | Promise<Result>) => Promise<Result>;

/** As many as one bulk request has. */
const ROWS_AT_ONCE = 2000;

/** Takes one file through all stages. Throws where anything is wrong with it. */
export async function throughStages(path: string, world: Ports, measure: Measure): Promise<void> {
  const { folder, text: reader, digest, store } = world;
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
  const rows: [bytes: Uint8Array, start: number, end: number][] = [];
  const readers = rowReader(path, reader);
  const head = await measure('cutting and checking (done twice)', () => {
    const document = reader.document((list, _index, ...[bytes, start, end]) => {
      const reading = readers.read(list, bytes, start, end);
      if (reading.type !== 'plain') throw new Error(`${path} has rows that are not plain.`);
      rows.push([bytes, start, end]);
    }, readers.endOf);
    for (const piece of pieces) told(document.add(piece));
    told(document.end());
    return document.head();
  });
  const parsed = await measure('head', () => parseJson(head.text));
  if (parsed.type !== 'parsed') throw new Error(`${path} is malformed.`);
  const meaning = await measure('head', () => interpret(parsed.value, reading.file));
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
  const read = rowReaders.plainImages(path, reader);
  const write = plainImageWriter(context, reader);
  const target = { type: 'index', index: 'images', routing: 'run', version: 1 } as const;
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
    const some = rows.slice(first, first + ROWS_AT_ONCE);
    const batch = store.batch();
    await measure('checking again, and documents', () => {
      for (const row of some) {
        const image = read(...row);
        if (image !== undefined) batch.addRow(target, write(image));
      }
    });
    const sent = await measure('sending', () => store.bulk(batch));
    if (sent.type !== 'ok') throw new Error(sent.reason);
  }
}

function told(fault: { message: { message: string } } | undefined): void {
  if (fault !== undefined) throw new Error(fault.message.message);
}
