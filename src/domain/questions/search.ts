/** A search and its answer, in the part of Elasticsearch's terms that the questions need. */

import type { Attempt } from '../model/outcome.ts';
import type { IndexName } from '../indices/names.ts';

/** The short name of an index; `images-best`: the images of each project's best run. */
export type SearchTarget = IndexName | 'images-best';

export type SearchRequest = {
  target: SearchTarget;
  size: number;
  /** All of these conditions hold. */
  filter: readonly Condition[];
  sort?: readonly Readonly<Record<string, Order>>[];
  fields?: readonly string[];
  aggregations?: Readonly<Record<string, Aggregation>>;
};

/** A field that no document has may not be mapped. To sort by it, its type must be given. */
export type Order = 'asc' | 'desc' | { order: 'asc' | 'desc'; unmapped_type: 'double' };

export type Condition =
  | { term: Readonly<Record<string, string | boolean>> }
  | { terms: Readonly<Record<string, readonly string[]>> }
  | { exists: { field: string } }
  | { bool: { should: readonly Condition[] } }
  | { bool: { must_not: Condition } };

export type Aggregation = { terms: { field: string; size: number } } | { max: { field: string } };

export type SearchAnswer = {
  total: number;
  hits: readonly Readonly<Record<string, unknown>>[];
  /** For each aggregation of terms, the values with their numbers of documents. */
  buckets: Readonly<Record<string, readonly { key: string; count: number }[]>>;
  maxima: Readonly<Record<string, string | undefined>>;
};

/** The answer to a search without matches. */
export const NOTHING_FOUND: SearchAnswer = { total: 0, hits: [], buckets: {}, maxima: {} };

export type Search = (request: SearchRequest) => Promise<Attempt<SearchAnswer>>;
