import { INDEX_NAMES } from '../../../src/domain/indices/names.ts';
import type { Index } from '../../../src/domain/documents/document.ts';
import type { Action } from './memory-index.ts';

export type IndexedAction = Action & { index: Index };

type Target = {
  _index: string;
  _id: string;
  routing?: string;
  version?: number;
  if_seq_no?: number;
  if_primary_term?: number;
};

/** Reads the body of a bulk request, as `batch.ts` writes it. */
export function readBulkBody(body: string): IndexedAction[] {
  const lines = body.split('\n').slice(0, -1);
  const actions: IndexedAction[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [[type, target] = []] = Object.entries(JSON.parse(lines[at] ?? '') as Record<string, Target>);
    if (target === undefined) throw new Error('A line of a bulk request names no action');
    const { _index: alias, _id: id, routing, version } = target;
    const index = INDEX_NAMES.find((name) => alias.endsWith(`-${name}`));
    if (index === undefined) throw new Error(`There is no index for the alias ${alias}`);
    const action = { type: type as Action['type'], index, id, routing, version };
    if (type !== 'delete') at += 1;
    const source = type === 'delete' ? {} : (JSON.parse(lines[at] ?? '') as Record<string, unknown>);
    const condition =
      target.if_seq_no === undefined
        ? undefined
        : { sequence: target.if_seq_no, term: target.if_primary_term ?? 0 };
    actions.push({ ...action, source, condition });
  }
  return actions;
}
