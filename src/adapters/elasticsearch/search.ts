import type { Client, estypes } from '@elastic/elasticsearch';
import { aliasOf, bestImagesAliasOf } from '../../domain/indices/names.ts';
import type { Search, SearchAnswer, SearchRequest } from '../../domain/questions/search.ts';
import { attempt } from './errors.ts';

/** Searches the indices of one prefix. */
export function createSearch(client: Client, prefix: string): Search {
  return async (request) => {
    const index =
      request.target === 'images-best' ? bestImagesAliasOf(prefix) : aliasOf(prefix, request.target);
    const answer = await attempt(() => client.search(bodyOf(request, index)));
    return answer.type === 'ok' ? { type: 'ok', value: answerOf(answer.value) } : answer;
  };
}

function bodyOf(
  { size, filter, sort, fields, aggregations }: SearchRequest,
  index: string,
): estypes.SearchRequest {
  return {
    index,
    size,
    track_total_hits: true,
    // Without the documents of a missing shard, another run would pass for the best.
    allow_partial_search_results: false,
    query: { bool: { filter: filter as unknown as estypes.QueryDslQueryContainer[] } },
    _source: fields === undefined ? true : [...fields],
    ...(sort && { sort: sort.map((by) => ({ ...by })) }),
    ...(aggregations && { aggregations: { ...aggregations } }),
  };
}

type Buckets = { buckets?: { key: string; doc_count: number }[]; value_as_string?: string };

function answerOf({ hits, aggregations = {} }: estypes.SearchResponse): SearchAnswer {
  const entries = Object.entries(aggregations) as [string, Buckets][];
  return {
    total: typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0),
    hits: hits.hits.map(({ _source }) => (_source ?? {}) as Record<string, unknown>),
    buckets: Object.fromEntries(
      entries.map(([name, { buckets = [] }]) => [
        name,
        buckets.map(({ key, doc_count: count }) => ({ key, count })),
      ]),
    ),
    maxima: Object.fromEntries(entries.map(([name, { value_as_string: value }]) => [name, value])),
  };
}
