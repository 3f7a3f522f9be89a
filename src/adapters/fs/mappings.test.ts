import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect } from 'vitest';
import { test } from '../../../test/support/test.ts';
import { INDEX_NAMES } from '../../domain/indices/names.ts';
import { readMappings } from './mappings.ts';

test('the package has a mapping of every index, with the version that its name says', async () => {
  const mappings = await readMappings();
  expect(new Set(mappings.map(({ index }) => index))).toEqual(new Set(INDEX_NAMES));
  expect(mappings.find(({ index }) => index === 'images')).toMatchObject({
    version: 1,
    mappings: { dynamic: 'strict', _routing: { required: true } },
    settings: { index: { mapping: { total_fields: { ignore_dynamic_beyond_limit: 'true' } } } },
  });
});

describe('another folder', () => {
  let root: string;

  const write = (index: string, file: string, version: number) =>
    writeFile(
      join(root, index, file),
      JSON.stringify({ settings: {}, mappings: { _meta: { product: 'runlens', version }, properties: {} } }),
    );

  test.beforeEach(async ({ folder }) => {
    root = folder;
    for (const index of INDEX_NAMES) {
      await mkdir(join(root, index));
      await write(index, 'v1.json', 1);
    }
  });

  const read = () => readMappings(pathToFileURL(`${root}/`));

  test('every version is read, and what is no version is passed over', async () => {
    await write('files', 'v2.json', 2);
    await writeFile(join(root, 'files', 'notes.md'), 'Why v2.');
    const versions = (await read()).filter(({ index }) => index === 'files').map(({ version }) => version);
    expect(new Set(versions)).toEqual(new Set([1, 2]));
  });

  test('a name and a version that disagree are a broken package', async () => {
    await write('series', 'v2.json', 3);
    await expect(read()).rejects.toThrow(/series\/v2\.json.*damaged/);
  });

  test('so is an index without any mapping', async () => {
    await rm(join(root, 'scores', 'v1.json'));
    await expect(read()).rejects.toThrow('no mapping of scores');
  });
});
