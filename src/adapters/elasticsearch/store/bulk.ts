import type { Client } from '@elastic/elasticsearch';
import type { Attempt } from '../../../domain/outcome.ts';
import type { ItemOutcome, Operation } from '../../../ingest/ports.ts';
import { attempt } from '../errors.ts';
import { bulkBody } from './bulk-body.ts';

/**
 * Sends operations in one bulk request and returns the outcome of each, in order.
 *
 * `require_alias` keeps a write to a missing alias from creating an index without mappings. An answer with fewer
 * items than operations gives fewer outcomes: the caller must take the rest for not done.
 */
export async function bulk(
  client: Client,
  prefix: string,
  operations: readonly Operation[],
): Promise<Attempt<ItemOutcome[]>> {
  const body = bulkBody(operations, prefix);
  const isConditional = operations.some(({ condition }) => condition !== undefined);
  const answer = await attempt(() =>
    client.bulk({
      // The client sends bytes as they are, and so takes them, whatever its type says.
      operations: body as unknown as string[],
      require_alias: true,
      // Of thousands of items the rest of the answer is as long as what was sent; only conditions need all of it.
      ...(!isConditional && { filter_path: ANSWER }),
    }),
  );
  if (answer.type !== 'ok') return answer;
  const items = (answer.value as Partial<typeof answer.value> | undefined)?.items;
  return {
    type: 'ok',
    value: inOrder(operations, Array.isArray(items) ? items : []).map(outcomeOf),
  };
}

const ANSWER = [
  'items.*._id',
  'items.*.status',
  'items.*.error.type',
  'items.*.error.reason',
  'items.*.error.caused_by.reason',
];

/**
 * The items in the order of the operations, up to the first operation that none speaks of. Elasticsearch answers in
 * order; what stands in between need not, and an outcome that goes to the wrong document loses one.
 */
function inOrder(operations: readonly Operation[], items: readonly (Item | null)[]): (Item | null)[] {
  const isFor = (item: Item | null | undefined, { id }: Operation) => {
    const said = resultOf(item)?._id;
    return typeof said !== 'string' || said === id;
  };
  if (operations.every((operation, n) => n >= items.length || isFor(items[n], operation)))
    return items.slice(0, operations.length);
  const left = [...items];
  const ordered: (Item | null)[] = [];
  for (const operation of operations) {
    const position = left.findIndex((item) => isFor(item, operation));
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

/** An item has one member, named after what was done. */
function resultOf(item: Item | null | undefined): Item[string] {
  for (const action in item) return item[action];
  return undefined;
}

/** Of which there are thousands in an answer. */
const CREATED: ItemOutcome = { status: 201 };

function outcomeOf(item: Item | null): ItemOutcome {
  const result = resultOf(item);
  // Neither done nor refused: as good as no answer.
  if (typeof result?.status !== 'number')
    return { status: 503, errorType: undefined, reason: 'the answer has no status for it' };
  const { status, error, _seq_no: sequence, _primary_term: term } = result;
  if (error === undefined && status === CREATED.status && sequence === undefined) return CREATED;
  if (error === undefined)
    return { status, ...(sequence !== undefined && term !== undefined && { token: { sequence, term } }) };
  const cause = error.caused_by?.reason;
  const reason = [error.reason, cause].filter((text) => typeof text === 'string').join(': ');
  return { status, errorType: error.type, reason: reason === '' ? (error.type ?? 'refused') : reason };
}
