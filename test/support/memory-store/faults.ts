/** What may happen to a request before, or instead of, being answered. */

import type { Index } from '../../../src/domain/documents/document.ts';
import type { ElasticsearchFailure } from '../../../src/domain/model/outcome.ts';
import type { ItemOutcome, Selection } from '../../../src/ingest/ports/store.ts';
import type { IndexedAction } from './bulk-body.ts';

/** A request to the store. A walk makes one for each page, counted from 0. */
export type Request =
  | { name: 'bulk'; actions: readonly IndexedAction[] }
  | { name: 'get'; index: Index; ids: readonly string[] }
  | { name: 'refresh'; indices: readonly Index[] }
  | { name: 'walk'; selection: Selection; page: number }
  | { name: 'generation' }
  | { name: 'showImagesOf'; runKeys: readonly string[] }
  | { name: 'hasNoRows' }
  | { name: 'makeRare' }
  | { name: 'putBack' };

/**
 * What becomes of a request: it fails, or items of it do. `isDone`: the failure is told, but everything was done, as
 * where the answer is lost. Items for which nothing is said are done. `lags`: a refresh that succeeds, of which a search
 * on another copy sees nothing yet.
 */
export type Fate =
  | { type: 'fails'; failure: ElasticsearchFailure; isDone: boolean }
  | { type: 'items'; of: (action: IndexedAction) => ItemOutcome | undefined }
  | { type: 'lags' };

/** Is asked at each request; undefined: it is answered as usual, once that is known. */
export type Fault = (request: Request) => Fate | undefined | Promise<Fate | undefined>;

export type Times = { times?: number };

/** Requests of one kind fail, for so many times. */
export function failing(
  name: Request['name'] | 'any',
  failure: ElasticsearchFailure,
  { times = Infinity, isDone = false }: Times & { isDone?: boolean } = {},
): Fault {
  let left = times;
  return (request) => {
    if (left <= 0 || (name !== 'any' && request.name !== name)) return undefined;
    left -= 1;
    return { type: 'fails', failure, isDone };
  };
}

/** Operations for which something holds are not applied but answered with this, in so many bulk requests. */
export function answering(
  outcome: ItemOutcome,
  to: (action: IndexedAction) => boolean,
  { times = Infinity }: Times = {},
): Fault {
  let left = times;
  return (request) => {
    if (left <= 0 || request.name !== 'bulk' || !request.actions.some(to)) return undefined;
    left -= 1;
    return { type: 'items', of: (action) => (to(action) ? outcome : undefined) };
  };
}
