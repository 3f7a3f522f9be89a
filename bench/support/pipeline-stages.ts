/**
 * What happens to a run file, stage by stage, each with the product's own function. This is the one place that knows
 * them: where the product does something in another way, or in another order, a stage is exchanged here.
 */

import { derive } from '../../src/domain/documents/derived.ts';
import { imageId, runKey } from '../../src/domain/documents/ids.ts';
import { imageDocument } from '../../src/domain/documents/rows.ts';
import { safeFieldNames } from '../../src/domain/field-name.ts';
import { interpret, rowReaders } from '../../src/domain/formats/index.ts';
import { parseJson } from '../../src/domain/json/parse.ts';
import { projectWithoutFile, type Image } from '../../src/domain/run.ts';
import type { World } from '../../src/ingest/ports.ts';
import { indexOperation } from '../../src/ingest/stage.ts';

/** Does a part of the work and counts its time for the stage. */
export type Measure = <Result>(stage: string, work: () => Result | Promise<Result>) => Promise<Result>;

/** As many as one bulk request has. */
const ROWS_AT_ONCE = 2000;

/** Takes one file through all stages. Throws where anything is wrong with it. */
export async function throughStages(path: string, world: World, measure: Measure): Promise<void> {
  const { folder, text: reader, digest, store } = world;
  const pieces: Uint8Array[] = [];
  const reading = await measure('reading bytes', () =>
    folder.stream(path, (piece) => pieces.push(piece) > 0),
  );
  if (reading.type !== 'read') throw new Error(`${path}: ${JSON.stringify(reading)}`);
  const revision = await measure('fingerprint', () => {
    const fingerprint = world.fingerprint();
    for (const piece of pieces) fingerprint.add(piece);
    fingerprint.endContent();
    return fingerprint.value();
  });
  const texts: string[] = [];
  const head = await measure('decoding and cutting', () => {
    const document = reader.document((_list, _index, text) => void texts.push(text));
    for (const piece of pieces) told(document.add(piece));
    told(document.end());
    return document.head();
  });
  const parsed = await measure('parsing', () => parseJson(head.text));
  if (parsed.type !== 'parsed') throw new Error(`${path} is malformed.`);
  const meaning = await measure('validating', () => interpret(parsed.value, reading.file));
  if (meaning.type !== 'run') throw new Error(`${path} is no run.`);

  const { run } = meaning;
  const key = runKey(digest, run.project, run.id);
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
  for (let first = 0; first < texts.length; first += ROWS_AT_ONCE) {
    const some = texts.slice(first, first + ROWS_AT_ONCE);
    const values = await measure('parsing', () =>
      some.flatMap((text) => {
        const row = parseJson(text);
        return row.type === 'parsed' ? [row.value] : [];
      }),
    );
    const rows: Image[] = await measure('validating', () =>
      values.flatMap((value) => rowReaders.images(value, path).rows),
    );
    if (rows.length !== some.length) throw new Error(`${path} has bad rows.`);
    await measure('ids (also part of the next)', () => rows.map((row) => imageId(digest, key, row)));
    const documents = await measure('building documents', () =>
      rows.map((row) => imageDocument(row, context)),
    );
    const sent = await measure('bulk bodies', () =>
      store.bulk(documents.map((document) => ({ ...indexOperation(document), version: 1 }))),
    );
    if (sent.type !== 'ok') throw new Error(sent.reason);
  }
}

function told(fault: { message: { message: string } } | undefined): void {
  if (fault !== undefined) throw new Error(fault.message.message);
}
