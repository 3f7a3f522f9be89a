/** A search as the queries ask for it, and its answer: Elasticsearch's own words, reduced to what is used. */

import type { Attempt } from '../model/outcome.ts';
import type { IndexName } from '../indices/names.ts';

/** The index by its short name; `images-best` are the images of each project's best run. */
export type SearchTarget = IndexName | 'images-best';

export type SearchRequest = {
  target: SearchTarget;
  size: number;
  /** All of them hold. */
  filter: readonly Condition[];
  sort?: readonly Readonly<Record<string, Order>>[];
  fields?: readonly string[];
  aggregations?: Readonly<Record<string, Aggregation>>;
};

/** A field that no document has is not mapped; sorting by it fails unless its type is named. */
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
  /** Of terms: values with their numbers of documents. Of max: one bucket with the value in milliseconds or whatever the field holds. */
  buckets: Readonly<Record<string, readonly { key: string; count: number }[]>>;
  maxima: Readonly<Record<string, string | undefined>>;
};

/** What a search finds where there is nothing. */
export const NOTHING_FOUND: SearchAnswer = { total: 0, hits: [], buckets: {}, maxima: {} };

export type Search = (request: SearchRequest) => Promise<Attempt<SearchAnswer>>;
