/** The indices behind a store in memory, and what happens to the requests that are made of them. */

import type { Index } from '../../../src/domain/documents/document.ts';
import { INDEX_NAMES } from '../../../src/domain/indices/names.ts';
import type { Attempt, ElasticsearchFailure } from '../../../src/domain/model/outcome.ts';
import type { Fate, Fault, Request } from './faults.ts';
import { createMemoryIndex, type MemoryIndex } from './memory-index.ts';

export type Physical = { uuid: number; documents: MemoryIndex; refreshInterval: string | null };

export type Server = {
  find: (name: Index) => Physical | undefined;
  create: (name: Index) => void;
  remove: (name: Index) => void;
  /** The failure of a request that names indices of which one is missing. */
  missing: (names: readonly Index[]) => ElasticsearchFailure | undefined;
  /** Answers a request, unless something else happens to it. */
  ask: <Value>(request: Request, answer: (fate?: Fate) => Attempt<Value>) => Promise<Attempt<Value>>;
  requests: Request[];
  inject: (fault: Fault) => () => void;
};

export function createServer(elapsed: () => number): Server {
  const indices = new Map<Index, Physical>();
  const faults = new Set<Fault>();
  const requests: Request[] = [];
  let made = 0;

  function create(name: Index): void {
    indices.set(name, { uuid: (made += 1), documents: createMemoryIndex(elapsed), refreshInterval: null });
  }
  for (const name of INDEX_NAMES) create(name);

  return {
    find: (name) => indices.get(name),
    create,
    remove: (name) => indices.delete(name),
    missing: (names) => {
      const name = names.find((each) => !indices.has(each));
      if (name === undefined) return undefined;
      const exception = 'index_not_found_exception';
      return { type: 'not-found', status: 404, exception, reason: `no such index [${name}]` };
    },
    ask: async (request, answer) => {
      requests.push(request);
      let fate: Fate | undefined;
      for (const fault of faults) fate ??= await fault(request);
      if (fate?.type !== 'fails') return answer(fate);
      if (fate.isDone) answer();
      return fate.failure;
    },
    requests,
    inject: (fault) => {
      faults.add(fault);
      return () => faults.delete(fault);
    },
  };
}

export function ok<Value>(value: Value): { type: 'ok'; value: Value } {
  return { type: 'ok', value };
}
