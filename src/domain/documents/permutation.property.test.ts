import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { aProject } from '../../../test/support/domain-values.ts';
import { shuffledKeys } from '../../../test/support/shuffled-keys.ts';
import { interpretFile } from '../formats/runlens/interpret.ts';
import { rowReaders } from '../formats/runlens/rows.ts';
import { derive } from '../judging/derived.ts';
import type { Document } from './document.ts';
import { experimentDocument } from './experiment.ts';
import { runKey } from './ids.ts';
import { safeFieldNames } from '../model/field-name.ts';
import { imageDocument, pointDocument, scoreDocuments } from './rows.ts';

const name = fc.constantFrom('accuracy', 'loss', 'mAP50-95(B)', 'a/b', 'a_b', '"a","b"', '__proto__!', 'é 1');
const split = fc.constantFrom('train', 'val', 'test', 'site|A');
const value = fc.oneof(
  fc.double(),
  fc.constant(2n ** 70n),
  fc.integer(),
  fc.constantFrom(Number.NaN, -Infinity),
);

function optional<Value>(arbitrary: fc.Arbitrary<Value>) {
  return fc.option(arbitrary, { nil: null });
}

const object = fc.object({
  key: fc.oneof(name, fc.constantFrom('lr', 'a.b', 'a', 'b')),
  withBigInt: true,
  withNullPrototype: false,
  values: [fc.boolean(), fc.double(), fc.string(), fc.constant(null)],
});

const metricRow = fc.record({ name, split, entity: optional(name), value, step: optional(fc.integer()) });
const imageRow = fc.record({
  id: name,
  split,
  metrics: fc.dictionary(name, value, { maxKeys: 4 }),
  label: optional(fc.oneof(fc.string(), fc.integer(), fc.boolean())),
  attributes: optional(fc.dictionary(name, fc.oneof(fc.string(), value), { maxKeys: 3 })),
});
const seriesRow = fc.record({
  name,
  split,
  entity: optional(name),
  timestamps: fc.constant(['2026-01-01', '2026-01-02T00:00:00+01:00']),
  target: optional(fc.tuple(value, value)),
});

const runFile = fc.record({
  schema: fc.constant('runlens.run/1'),
  run: fc.record({
    id: name,
    tags: fc.array(fc.string(), { maxLength: 2 }),
    ended_at: fc.integer({ min: 0 }),
  }),
  code: optional(fc.record({ commit: fc.string(), dirty: fc.boolean(), unheard_of: object })),
  dataset: optional(
    fc.record({ splits: fc.constant({ train: { size: 3, extra: 1n }, val: { size: null } }) }),
  ),
  environment: optional(object),
  hyperparameters: optional(object),
  metrics: fc.uniqueArray(metricRow, {
    minLength: 1,
    maxLength: 6,
    selector: (row) => JSON.stringify([row.name, row.split, row.entity]),
  }),
  metric_definitions: optional(
    fc.dictionary(name, fc.record({ optimal: optional(value), unit: fc.string() })),
  ),
  primary_metric: optional(name),
  images: fc.uniqueArray(imageRow, { maxLength: 4, selector: (row) => JSON.stringify([row.id, row.split]) }),
  series: fc.uniqueArray(seriesRow, {
    maxLength: 3,
    selector: (row) => JSON.stringify([row.name, row.split, row.entity]),
  }),
  artifacts: fc.constant([{ uri: 's3://models/1', name: 'model', unheard_of: 1n }]),
});

/** All documents of a file, in the order of their ids. */
function documentsOf(file: { images?: unknown[]; series?: unknown[] }): Document[] {
  const source = { path: 'digits/a.json', modifiedAt: '2026-08-09T12:00:00.000Z' };
  const meaning = interpretFile(file, source);
  if (meaning.type !== 'run') throw new Error('The file is not a run', { cause: meaning });
  const { run, original } = meaning;
  const rows = (file.images ?? []).flatMap((row) => rowReaders.images(row, source.path).rows);
  const points = (file.series ?? []).flatMap((row) => rowReaders.series(row).rows);
  const imageMetrics = [...new Set(rows.flatMap(({ metrics }) => [...metrics.keys()]))].toSorted();
  const project = aProject();
  const derived = derive(run, imageMetrics, project, digest);
  const context = { run, project, derived, revision: 'r', digest };
  const counts = {
    scores: run.scores.length,
    images: rows.length,
    images_not_finite: 0,
    series: points.length,
  };
  const key = runKey(digest, run.project, run.id);
  return [
    experimentDocument({ key, original, facts: { imageMetrics, counts }, ...context }),
    ...scoreDocuments(context),
    ...rows.map((image) => imageDocument(image, { ...context, metricFields: safeFieldNames(imageMetrics) })),
    ...points.map((point) => pointDocument(point, context)),
  ].toSorted((a, b) => (a.index + a.id < b.index + b.id ? -1 : 1));
}

function withoutOriginal(documents: Document[]) {
  return documents.map(({ body: { original: _original, ...body }, ...document }) => ({ ...document, body }));
}

test('the order of keys and rows in a file means nothing', () => {
  fc.assert(
    fc.property(runFile, fc.nat(), (file, seed) => {
      const permuted = {
        ...shuffledKeys(file, seed),
        metrics: shuffledKeys(file.metrics, seed).toReversed(),
        images: shuffledKeys(file.images, seed).toReversed(),
        series: shuffledKeys(file.series, seed).toReversed(),
      };
      expect(withoutOriginal(documentsOf(permuted))).toEqual(withoutOriginal(documentsOf(file)));
    }),
  );
});

test('every row has an id of its own, and every document says in JSON what it says', () => {
  fc.assert(
    fc.property(runFile, (file) => {
      const documents = documentsOf(file);
      expect(new Set(documents.map(({ index, id }) => `${index} ${id}`)).size).toBe(documents.length);
      expect(documents.length).toBe(1 + file.metrics.length + file.images.length + 2 * file.series.length);
      for (const { body } of documents) expect(lostInJson(body)).toEqual([]);
    }),
  );
});

/** The paths at which JSON text would say another thing, or nothing where there is something. */
function lostInJson(value: unknown, path = ''): string[] {
  if (Array.isArray(value))
    return value.flatMap((member, index) =>
      member === undefined ? [`${path}[${index}]`] : lostInJson(member, `${path}[${index}]`),
    );
  if (typeof value === 'object' && value !== null) {
    if (Object.getPrototypeOf(value) !== Object.prototype) return [path];
    return Object.entries(value).flatMap(([key, member]) => lostInJson(member, `${path}.${key}`));
  }
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  return ['string', 'boolean', 'undefined'].includes(typeof value) || value === null ? [] : [path];
}
