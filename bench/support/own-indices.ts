/** The product's indices, made before the setup, which takes them as they are: with settings that it has no say in. */

import { readFile } from 'node:fs/promises';
import { INDEX_NAMES, physicalIndexOf, type IndexName } from '../../src/domain/indices/names.ts';
import { request } from '../../test/support/dump.ts';

/** Sizes would be ten seconds old otherwise. */
const SIZES_AT_ONCE = { 'store.stats_refresh_interval': '0s' };

/** @param shards of an index; one where it is not said */
export async function makeOwnIndices(
  url: string,
  prefix: string,
  shards: Partial<Record<IndexName, number>> = {},
): Promise<void> {
  for (const name of INDEX_NAMES) {
    const file = new URL(`../../mappings/${name}/v1.json`, import.meta.url);
    const { settings, mappings } = JSON.parse(await readFile(file, 'utf8')) as {
      settings: { index: object };
      mappings: object;
    };
    const index = { ...settings.index, ...SIZES_AT_ONCE, number_of_shards: shards[name] ?? 1 };
    await request(url, physicalIndexOf(prefix, name, 1), 'PUT', { settings: { index }, mappings });
  }
}

/** Takes all of a prefix away again. */
export async function removeIndices(url: string, prefix: string): Promise<void> {
  const found = await request<object>(url, `${prefix}-*?filter_path=*.aliases`);
  if (Object.keys(found).length > 0) await request(url, Object.keys(found).join(','), 'DELETE');
  await request(url, `_index_template/${prefix}-*`, 'DELETE').catch(() => undefined);
}
