import type { IndexName } from '../indices/names.ts';

export type Index = IndexName;

/** The indices that hold what runs say; `files` holds what became of their files. */
export const RUN_INDICES = ['experiments', 'scores', 'images', 'series'] as const;
export type RunIndex = (typeof RUN_INDICES)[number];

/** A document as it is written: whole, under an `_id` of its own. */
export type Document = { index: Index; id: string; routing?: string; body: Record<string, unknown> };

/** What a document of a run repeats of its run, so that every chart can filter and name it. */
export type RunReference = {
  key: string;
  id: string;
  name: string;
  /** One of its own over all projects, for people: what a chart groups and filters runs by. */
  label: string;
  group?: string | undefined;
  author?: string | undefined;
  status?: string;
  ended_at: string;
};
