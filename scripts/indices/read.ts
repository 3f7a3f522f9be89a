import { readFile } from 'node:fs/promises';
import { readMappings } from '../../src/adapters/fs/mappings.ts';
import { INDEX_NAMES } from '../../src/domain/indices/names.ts';
import { Descriptions } from './descriptions.ts';
import { mappedFields } from './mapped-fields.ts';
import type { DescribedIndex } from './page.ts';

/** The newest mapping of each index, with its descriptions. */
export async function readDescribedIndices(): Promise<DescribedIndex[]> {
  const mappings = await readMappings();
  return Promise.all(
    INDEX_NAMES.map(async (index) => {
      const file = new URL(`../../mappings/${index}/fields.json`, import.meta.url);
      const described = Descriptions.parse(JSON.parse(await readFile(file, 'utf8')));
      const [newest] = mappings
        .filter((mapping) => mapping.index === index)
        .toSorted((a, b) => b.version - a.version);
      return { index, described, fields: mappedFields(newest?.mappings ?? {}) };
    }),
  );
}
