import type { Client, estypes } from '@elastic/elasticsearch';
import type { Attempt } from '../../../domain/model/outcome.ts';
import { attempt, unfit } from '../errors.ts';
import { aliasOf, bestImagesAliasOf } from '../../../domain/indices/names.ts';

/**
 * Points the alias of the best runs' images at these runs, in one request, unless it shows exactly them already.
 *
 * @param runKeys sorted
 */
export async function showImagesOf(
  client: Client,
  prefix: string,
  runKeys: readonly string[],
): Promise<Attempt<'moved' | 'unchanged'>> {
  const [name, images] = [bestImagesAliasOf(prefix), aliasOf(prefix, 'images')];
  const found = await attempt(() => client.indices.getAlias({ name: [name, images] }));
  if (found.type !== 'ok') return found;
  const filter: estypes.QueryDslQueryContainer = { terms: { 'run.key': [...runKeys] } };
  const actions: estypes.IndicesUpdateAliasesAction[] = [];
  const indices = Object.entries(found.value ?? {});
  if (indices.length === 0) return unfit('aliases');
  for (const [index, { aliases }] of indices) {
    const shown = aliases[name]?.filter;
    const current = aliases[images] !== undefined;
    if (current && !shows(shown, runKeys)) actions.push({ add: { index, alias: name, filter } });
    // An index of an older mapping version, which the alias of the images no longer includes.
    if (!current && aliases[name] !== undefined) actions.push({ remove: { index, alias: name } });
  }
  if (actions.length === 0) return { type: 'ok', value: 'unchanged' };
  const moved = await attempt(() => client.indices.updateAliases({ actions }));
  if (moved.type !== 'ok') return moved;
  // A change that is not acknowledged may still be applied later: the caller looks again.
  const isMoved = (moved.value as Partial<typeof moved.value> | undefined)?.acknowledged === true;
  return isMoved ? { type: 'ok', value: 'moved' } : unfit('acknowledgement');
}

/** Elasticsearch returns a filter with its defaults filled in: compare what it selects. */
function shows(filter: estypes.QueryDslQueryContainer | undefined, runKeys: readonly string[]): boolean {
  const shown = filter?.terms?.['run.key'];
  if (!Array.isArray(shown) || shown.length !== runKeys.length) return false;
  const keys = new Set<unknown>(shown);
  return runKeys.every((key) => keys.has(key));
}
