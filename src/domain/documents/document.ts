import type { IndexName } from '../indices/names.ts';

export type Index = IndexName;

/** The indices of runs; `files` is the ledger. */
export const RUN_INDICES = ['experiments', 'scores', 'images', 'series'] as const;
export type RunIndex = (typeof RUN_INDICES)[number];

/** A document to be written as a whole. */
export type Document = { index: Index; id: string; routing?: string; body: Record<string, unknown> };

/** The part of a run that its documents repeat, so that charts can filter by it and display it. */
export type RunReference = {
  key: string;
  id: string;
  name: string;
  /** Unique over all projects, for people: charts group and filter runs by it. */
  label: string;
  group?: string | undefined;
  author?: string | undefined;
  status?: string;
  ended_at: string;
};
