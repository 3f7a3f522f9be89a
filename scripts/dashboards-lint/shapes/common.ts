import { z } from 'zod';

export const Reference = z.strictObject({ type: z.string(), id: z.string(), name: z.string() });
export type Reference = z.infer<typeof Reference>;

export const Query = z.looseObject({ language: z.string(), query: z.string() });
export type Query = z.infer<typeof Query>;

/** A filter pill: what it asks is Elasticsearch's query language. */
export const Filter = z.looseObject({
  meta: z.looseObject({
    index: z.string().optional(),
    indexRefName: z.string().optional(),
    disabled: z.boolean().optional(),
    negate: z.boolean().optional(),
  }),
  query: z.json().optional(),
});
export type Filter = z.infer<typeof Filter>;

export const SearchSource = z.looseObject({
  query: Query,
  filter: z.array(Filter),
  indexRefName: z.string().optional(),
});
export type SearchSource = z.infer<typeof SearchSource>;
