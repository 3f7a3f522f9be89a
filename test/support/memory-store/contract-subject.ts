import type { Index } from '../../../src/domain/documents/document.ts';
import type {
  Hit,
  ItemOutcome,
  Operation,
  RefreshInterval,
  Selection,
  Store,
} from '../../../src/ingest/ports/store.ts';
import type { Attempt } from '../../../src/domain/model/outcome.ts';

export type StoreUnderTest = {
  store: Store;
  refreshInterval: RefreshInterval;
  /** The runs whose images the alias of the best images shows. */
  shown: () => Promise<readonly string[]>;
  removeIndex: (index: Index) => Promise<void>;
  createIndex: (index: Index) => Promise<void>;
  /** As an operator sets it; null: as the cluster has it. */
  setRefreshInterval: (index: Index, value: string | null) => Promise<void>;
  close: () => Promise<void>;
};

export type Subject = {
  here: () => StoreUnderTest;
  /** A name that no other test has. */
  name: () => string;
};

/** @throws where there is a failure instead */
export function valueOf<Value>(attempt: Attempt<Value>): Value {
  if (attempt.type !== 'ok') throw new Error(attempt.reason, { cause: attempt });
  return attempt.value;
}

/** Sends operations in one request. */
export async function send({ store }: StoreUnderTest, ...operations: Operation[]): Promise<ItemOutcome[]> {
  const batch = store.batch();
  for (const operation of operations) batch.add(operation);
  const outcomes = valueOf(await store.bulk(batch));
  batch.release();
  return outcomes;
}

export async function refresh({ store }: StoreUnderTest, ...indices: Index[]): Promise<void> {
  valueOf(await store.refresh(indices));
}

/** A run's own document; what matters to a test is said by the test. */
export function experiment(id: string, fields: object = {}, project = 'p'): Operation & { type: 'index' } {
  const body = JSON.stringify({ project, run: { key: id, id }, ...fields });
  return { type: 'index', index: 'experiments', id, body };
}

export function removal(id: string): Operation & { type: 'delete' } {
  return { type: 'delete', index: 'experiments', id };
}

/** A run's document as it is at this moment. */
export async function experimentNow({ store }: StoreUnderTest, id: string): Promise<Hit | undefined> {
  return valueOf(await store.readExperiments([id]))[0];
}

export async function pagesOf(
  { store }: StoreUnderTest,
  selection: Selection,
  pageSize?: number,
): Promise<Hit[][]> {
  const pages: Hit[][] = [];
  for await (const page of store.walk(selection, pageSize)) pages.push(valueOf(page));
  return pages;
}

/** The ids of what a walk finds, in order. */
export async function found(here: StoreUnderTest, selection: Selection): Promise<string[]> {
  const pages = await pagesOf(here, selection);
  return pages
    .flat()
    .map(({ id }) => id)
    .toSorted();
}
