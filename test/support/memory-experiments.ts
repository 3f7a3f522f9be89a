import { digest } from '../../src/adapters/digest.ts';
import { derive } from '../../src/domain/judging/derived.ts';
import { experimentDocument } from '../../src/domain/documents/experiment.ts';
import { formats } from '../../src/domain/formats/index.ts';
import { interpretFile } from '../../src/domain/formats/runlens/interpret.ts';
import type { LedgerEntry } from '../../src/domain/ledger/entry.ts';
import { projectWithoutFile } from '../../src/domain/model/run.ts';
import type { Hit, Operation, Selection, Store } from '../../src/ingest/ports/store.ts';
import type { Log } from '../../src/ingest/ports/log.ts';
import type { Sender } from '../../src/ingest/sending/sender.ts';

type Stored = { version: number; sequence: number; source: Record<string, unknown> };

const unused = () => {
  throw new Error('not used');
};

/** The document of a run of the project `p` before it is judged, as its file says it. */
export function unjudged(key: string, accuracy: number): Record<string, unknown> {
  const value = { schema: 'runlens.run/1', run: { id: key }, metrics: { validation: { accuracy } } };
  const meaning = interpretFile(value, { path: `p/${key}.json`, modifiedAt: '2026-08-09T12:00:00.000Z' });
  if (meaning.type !== 'run') throw new Error('it is not a run', { cause: meaning });
  const { run, original } = meaning;
  const facts = { imageMetrics: [], counts: { scores: 1, images: 0, images_not_finite: 0, series: 0 } };
  const derived = derive(run, [], projectWithoutFile('p'), digest);
  const { body } = experimentDocument({ key, run, original, facts, derived, revision: 'r' });
  return JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
}

/**
 * Experiments of one project with Elasticsearch's rules for versions, which can be found once they are refreshed; what else
 * is written is only listed. For several daemons of one test.
 */
export function createMemoryExperiments() {
  const written = new Map<string, Stored>();
  let findable = new Map<string, Stored>();
  let sequence = 0;
  const operations: Operation[] = [];
  const refreshed: string[] = [];
  const warned: object[] = [];
  const walked: { selection: Selection; found: string[] }[] = [];
  /** What happens besides: after a judgement is written; before experiments are read by id; before each request. */
  const meanwhile = {
    written: () => {},
    read: () => {},
    request: async () => {},
    rules: (): LedgerEntry[] => [],
  };

  function index(key: string, version: number, source: Record<string, unknown>): void {
    if ((written.get(key)?.version ?? 0) > version) return;
    written.set(key, { version, sequence: (sequence += 1), source });
  }

  const hitOf = (id: string, { version, sequence, source }: Stored): Hit => ({
    id,
    version,
    token: { sequence, term: 1 },
    source: structuredClone(source),
  });

  const store: Store = {
    batch: unused,
    bulk: unused,
    generation: unused,
    showImagesOf: unused,
    readLedger: unused,
    readEntries: unused,
    readExperiments: async (ids) => {
      await meanwhile.request();
      meanwhile.read();
      return {
        type: 'ok',
        value: ids.flatMap((id) => {
          const stored = written.get(id);
          return stored === undefined ? [] : [hitOf(id, stored)];
        }),
      };
    },
    async *readProjects() {
      await meanwhile.request();
      yield { type: 'ok', value: meanwhile.rules() };
    },
    refresh: async (indices) => {
      await meanwhile.request();
      refreshed.push(...indices);
      if (indices.includes('experiments')) findable = new Map(written);
      return { type: 'ok', value: undefined };
    },
    async *walk(selection) {
      await meanwhile.request();
      const { index, terms, fields } = selection;
      if (index !== 'experiments') return;
      const isWanted = (id: string, { is_best: isBest }: Record<string, unknown>) =>
        terms['run.key']?.includes(id) !== false && terms['is_best']?.includes(isBest === true) !== false;
      const hits = [...findable].flatMap(([id, stored]) =>
        isWanted(id, stored.source) ? [hitOf(id, stored)] : [],
      );
      walked.push({ selection, found: hits.map(({ id }) => id) });
      yield { type: 'ok', value: hits.map((hit) => (fields?.length === 0 ? { ...hit, source: {} } : hit)) };
    },
  };

  const log: Log = { debug: unused, info: unused, error: unused, warn: (fields) => warned.push(fields) };

  const newSender = (): Sender => {
    let batch: Operation[] = [];
    return {
      add: async (operation) => {
        operations.push(operation);
        batch.push(operation);
      },
      addRow: unused,
      flush: async () => {
        await meanwhile.request();
        for (const operation of batch) {
          if (operation.type === 'delete' || operation.index !== 'experiments') continue;
          const body = JSON.parse(operation.body) as Record<string, unknown>;
          index(operation.id, operation.version ?? 1, body);
          if ('record' in body) meanwhile.written();
        }
        batch = [];
        return undefined;
      },
    };
  };

  return {
    world: { store, formats, digest, log },
    newSender,
    operations,
    refreshed,
    warned,
    walked,
    meanwhile,
    written,
    /** As its file says it now; judged by nobody unless `changes` say so. */
    put: (key: string, accuracy: number, changes: Record<string, unknown> = {}, version = 1) =>
      index(key, version, { ...unjudged(key, accuracy), ...changes }),
    remove: (key: string) => written.delete(key),
    best: () => [...findable].filter(([, { source }]) => source['is_best'] === true).map(([key]) => key),
  };
}
