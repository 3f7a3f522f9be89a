import type { Client, estypes } from '@elastic/elasticsearch';
import type { Attempt } from '../../../domain/model/outcome.ts';
import type { Hit, Selection } from '../../../ingest/ports/store.ts';
import { attempt, unfit } from '../errors.ts';
import { aliasOf } from '../../../domain/indices/names.ts';

const KEEP_ALIVE = '2m';

/**
 * Yields all documents of a selection, page by page, as they were when the walk began, so that concurrent writes cause no
 * duplicates or gaps. A selection that fits into one page is one search; a larger one opens a point in time.
 */
export async function* walk(
  client: Client,
  prefix: string,
  selection: Selection,
  pageSize = 1000,
): AsyncGenerator<Attempt<Hit[]>> {
  const target = {
    index: aliasOf(prefix, selection.index),
    ...(selection.routing !== undefined && { routing: selection.routing }),
  };
  const whole = await attempt(() =>
    client.search({ ...target, ...searchOf(selection, pageSize), sort: ['_doc'] }),
  );
  const found = hitsOf(whole);
  if (found.type !== 'ok' || found.value.length < pageSize) {
    if (found.type !== 'ok' || found.value.length > 0) yield found;
    return;
  }
  const opened = await attempt(() => client.openPointInTime({ ...target, keep_alive: KEEP_ALIVE }));
  if (opened.type !== 'ok') {
    yield opened;
    return;
  }
  const id = (opened.value as Partial<typeof opened.value> | undefined)?.id;
  if (id === undefined) {
    yield unfit('point in time');
    return;
  }
  yield* walkPointInTime(client, id, searchOf(selection, pageSize), pageSize);
}

async function* walkPointInTime(
  client: Client,
  id: string,
  search: estypes.SearchRequest,
  pageSize: number,
): AsyncGenerator<Attempt<Hit[]>> {
  let pit = id;
  function ask(after?: estypes.SortResults) {
    const answer = attempt(() =>
      client.search({
        ...search,
        pit: { id: pit, keep_alive: KEEP_ALIVE },
        sort: [{ _shard_doc: 'asc' }] as unknown as estypes.Sort,
        ...(after && { search_after: after }),
      }),
    );
    // It may fail before it is awaited, which must not end the process as an unhandled rejection.
    answer.catch(() => undefined);
    return answer;
  }
  let asked = ask();
  try {
    for (;;) {
      const page = await asked;
      const hits = hitsOf(page);
      if (page.type !== 'ok' || hits.type !== 'ok') {
        yield hits;
        return;
      }
      pit = page.value.pit_id ?? pit;
      const isLast = hits.value.length < pageSize;
      // Elasticsearch prepares the next page while this one is processed.
      if (!isLast) asked = ask(page.value.hits.hits.at(-1)?.sort);
      if (hits.value.length > 0) yield hits;
      if (isLast) return;
    }
  } finally {
    // A consumer that stops early leaves a page under way. Its outcome does not matter.
    await asked.catch(() => undefined);
    // If this fails, Elasticsearch closes the point in time after two minutes.
    await attempt(() => client.closePointInTime({ id: pit }));
  }
}

function hitsOf(page: Attempt<estypes.SearchResponse>): Attempt<Hit[]> {
  if (page.type !== 'ok') return page;
  const hits = (page.value as Partial<typeof page.value> | undefined)?.hits?.hits;
  return hits === undefined ? unfit('hits') : { type: 'ok', value: hits.map(hitOf) };
}

function searchOf({ terms, exclude, fields }: Selection, size: number): estypes.SearchRequest {
  return {
    size,
    query: { bool: { filter: conditions(terms), must_not: conditions(exclude ?? {}) } },
    track_total_hits: false,
    // Documents of a missing shard must not count as deleted.
    allow_partial_search_results: false,
    version: true,
    seq_no_primary_term: true,
    _source: fields === undefined ? true : fields.length === 0 ? false : [...fields],
  };
}

function conditions(terms: Selection['terms']): estypes.QueryDslQueryContainer[] {
  return Object.entries(terms).map(([field, values]) => ({ terms: { [field]: [...values] } }));
}

type Found = Pick<
  estypes.SearchHit,
  '_id' | '_routing' | '_source' | '_version' | '_seq_no' | '_primary_term'
>;

/**
 * A document from the answer to a search or a get.
 *
 * @throws if the answer has no id or no version, which the requests here always ask for
 */
export function hitOf({ _id, _routing, _source, _version, _seq_no, _primary_term }: Found): Hit {
  if (_id === undefined || _version === undefined || _seq_no === undefined || _primary_term === undefined)
    throw new Error('A document without an _id or a version');
  return {
    id: _id,
    version: _version,
    token: { sequence: _seq_no, term: _primary_term },
    ...(_routing !== undefined && { routing: _routing }),
    source: (_source ?? {}) as Record<string, unknown>,
  };
}
