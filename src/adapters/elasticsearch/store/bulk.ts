import type { Client } from '@elastic/elasticsearch';
import type { Attempt } from '../../../domain/model/outcome.ts';
import type { ItemOutcome } from '../../../ingest/ports/store.ts';
import type { AllCreated } from '../bulk-answer.ts';
import { attempt } from '../errors.ts';
import type { WrittenBatch } from './batch.ts';

/**
 * Sends a batch in one bulk request and returns the outcome of each of its operations, in order.
 *
 * `require_alias` keeps a write to a missing alias from creating an index without mappings.
 *
 * @returns fewer outcomes than operations if the answer has fewer items: treat the rest as not done
 */
export async function bulk(client: Client, batch: WrittenBatch): Promise<Attempt<ItemOutcome[]>> {
  const answer = await attempt(async () => {
    const said = (await client.bulk({
      // The client sends bytes unchanged, though its type asks for strings.
      operations: batch.body() as unknown as string[],
      require_alias: true,
      // The full answer to thousands of items is as long as the request. Only conditions need all of it.
      ...(!batch.isConditional() && { filter_path: ANSWER }),
    })) as { items?: unknown } & Partial<AllCreated>;
    // If every item was created, their order does not matter. Otherwise the items are parsed, which may fail.
    return said?.created === batch.count ? 'all-created' : said?.items;
  });
  if (answer.type !== 'ok') return answer;
  const { value } = answer;
  if (value === 'all-created')
    return { type: 'ok', value: Array.from({ length: batch.count }, () => CREATED) };
  return { type: 'ok', value: inOrder(batch, Array.isArray(value) ? value : []).map(outcomeOf) };
}

const ANSWER = [
  'items.*._id',
  'items.*.status',
  'items.*.error.type',
  'items.*.error.reason',
  'items.*.error.caused_by.reason',
];

/**
 * The items in the order of the operations, up to the first operation without an item. Elasticsearch answers in order,
 * but a proxy may not, and an outcome assigned to the wrong document would lose one.
 */
function inOrder(batch: WrittenBatch, items: readonly (Item | null)[]): (Item | null)[] {
  function isFor(item: Item | null | undefined, id: string) {
    const said = resultOf(item)?._id;
    return typeof said !== 'string' || said === id;
  }
  const ids = Array.from({ length: batch.count }, (_, n) => batch.subjectOf(n).id);
  const answered = items.slice(0, batch.count);
  if (answered.every((item, n) => isFor(item, ids[n] ?? ''))) return answered;
  const left = [...items];
  const ordered: (Item | null)[] = [];
  for (const id of ids) {
    const position = left.findIndex((item) => isFor(item, id));
    if (position === -1) return ordered;
    ordered.push(...left.splice(position, 1));
  }
  return ordered;
}

type Item = Partial<
  Record<
    string,
    {
      _id?: string | null;
      status: number;
      _seq_no?: number;
      _primary_term?: number;
      error?: { type?: string; reason?: string | null; caused_by?: { reason?: string | null } };
    }
  >
>;

/** An item has one member, named after its action. */
function resultOf(item: Item | null | undefined): Item[string] {
  for (const action in item) return item[action];
  return undefined;
}

const CREATED: ItemOutcome = { status: 201 };

function outcomeOf(item: Item | null): ItemOutcome {
  const result = resultOf(item);
  // Neither done nor rejected: the same as no answer.
  if (typeof result?.status !== 'number')
    return { status: 503, errorType: undefined, reason: 'the answer has no status for it' };
  const { status, error, _seq_no: sequence, _primary_term: term } = result;
  if (error === undefined)
    return { status, ...(sequence !== undefined && term !== undefined && { token: { sequence, term } }) };
  const cause = error.caused_by?.reason;
  const reason = [error.reason, cause].filter((text) => typeof text === 'string').join(': ');
  return { status, errorType: error.type, reason: reason === '' ? (error.type ?? 'refused') : reason };
}
