import type { Client, estypes } from '@elastic/elasticsearch';
import type { Attempt } from '../../../domain/outcome.ts';
import type { Hit, Selection, WriteToken } from '../../../ingest/ports.ts';
import { attempt, unfit } from '../errors.ts';
import { aliasOf } from '../../../domain/provision/names.ts';

const KEEP_ALIVE = '2m';

/**
 * Walks over all documents of a selection, page by page, as they were when the walk began (a point in time, so that
 * nothing is seen twice or missed while others write).
 */
export async function* walk(
  client: Client,
  prefix: string,
  selection: Selection,
  pageSize = 1000,
): AsyncGenerator<Attempt<StoredHit[]>> {
  const opened = await attempt(() =>
    client.openPointInTime({
      index: aliasOf(prefix, selection.index),
      keep_alive: KEEP_ALIVE,
      ...(selection.routing !== undefined && { routing: selection.routing }),
    }),
  );
  if (opened.type !== 'ok') {
    yield opened;
    return;
  }
  const id = (opened.value as Partial<typeof opened.value> | undefined)?.id;
  if (id === undefined) {
    yield unfit('point in time');
    return;
  }
  let pit = id;
  const ask = (after?: estypes.SortResults) => {
    const answer = attempt(() => client.search(searchOf(selection, pit, pageSize, after)));
    // It may fail before anybody waits for it, which must not end the process; whoever waits is told.
    answer.catch(() => undefined);
    return answer;
  };
  let asked = ask();
  try {
    for (;;) {
      const page = await asked;
      if (page.type !== 'ok') {
        yield page;
        return;
      }
      const hits = (page.value as Partial<typeof page.value> | undefined)?.hits?.hits;
      if (hits === undefined) {
        yield unfit('hits');
        return;
      }
      pit = page.value.pit_id ?? pit;
      const isLast = hits.length < pageSize;
      // Elasticsearch is at the next page while this one is looked at.
      if (!isLast) asked = ask(hits.at(-1)?.sort);
      if (hits.length > 0) yield { type: 'ok', value: hits.map(hitOf) };
      if (isLast) return;
    }
  } finally {
    // Whoever stops early leaves a page that nobody waits for, whatever it says.
    await asked.catch(() => undefined);
    // A point in time that is not closed goes by itself in two minutes; its failure is nobody's concern.
    await attempt(() => client.closePointInTime({ id: pit }));
  }
}

function searchOf(
  { terms, exclude, fields }: Selection,
  pit: string,
  size: number,
  after: estypes.SortResults | undefined,
): estypes.SearchRequest {
  return {
    pit: { id: pit, keep_alive: KEEP_ALIVE },
    size,
    query: { bool: { filter: conditions(terms), must_not: conditions(exclude ?? {}) } },
    sort: [{ _shard_doc: 'asc' }] as unknown as estypes.Sort,
    track_total_hits: false,
    // What a shard that is away would have said is not to be taken for not there.
    allow_partial_search_results: false,
    version: true,
    seq_no_primary_term: true,
    _source: fields === undefined ? true : fields.length === 0 ? false : [...fields],
    ...(after && { search_after: after }),
  };
}

function conditions(terms: Selection['terms']): estypes.QueryDslQueryContainer[] {
  return Object.entries(terms).map(([field, values]) => ({ terms: { [field]: [...values] } }));
}

/** A document, and where it stands in the history of its index. */
export type StoredHit = Hit & { token: WriteToken };

type Found = Pick<
  estypes.SearchHit,
  '_id' | '_routing' | '_source' | '_version' | '_seq_no' | '_primary_term'
>;

/** What a search or a get gives back as a document. */
export function hitOf({ _id, _routing, _source, _version, _seq_no, _primary_term }: Found): StoredHit {
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
