import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect } from 'vitest';
import { fileOf } from '../../../test/support/dashboard-files.ts';
import { test } from '../../../test/support/test.ts';
import { desiredObjects, toSent } from '../../domain/dashboards/desired.ts';
import { OBJECT_TYPES } from '../../domain/dashboards/saved-object.ts';
import { digest } from '../digest.ts';
import { readDashboards } from './dashboards.ts';

describe('the package', () => {
  test('has objects of every type, the tag and the overview among them', async () => {
    const objects = await readDashboards();
    expect(new Set(objects.map(({ type }) => type))).toEqual(new Set(OBJECT_TYPES));
    const keys = objects.map(({ type, id }) => `${type}/${id}`);
    expect(keys).toEqual(expect.arrayContaining(['tag/runlens', 'dashboard/runlens-overview']));
  });

  test('has no name in it that another prefix and space leave as it is', async () => {
    const naming = { prefix: 'p', space: 's' };
    const files = await readDashboards();
    const sent = desiredObjects(files, { ...naming, outputsBaseUrl: undefined, editable: false }, digest).map(
      toSent,
    );
    const text = JSON.stringify(sent);
    expect(text).not.toContain('{{outputs_base_url}}');
    // What is left are names within one object: of its links, and of the references that they go by.
    const left = text.match(/[\w-]*runlens[\w-]*/g) ?? [];
    const names = new Set(sent.flatMap(({ references }) => references.map(({ name }) => name)));
    const linkIds = new Set(
      files.flatMap(({ attributes }) =>
        Array.isArray(attributes['links'])
          ? attributes['links'].map((link) => (link as { id: string }).id)
          : [],
      ),
    );
    expect(left.filter((word) => !names.has(word) && !linkIds.has(word))).toEqual([]);
  });
});

describe('another folder', () => {
  let root: string;

  async function write(type: string, name: string, content: unknown) {
    await mkdir(join(root, type), { recursive: true });
    await writeFile(join(root, type, name), JSON.stringify(content));
  }
  test.beforeEach(({ folder }) => {
    root = folder;
  });

  const read = () => readDashboards(pathToFileURL(`${root}/`));
  const tag = fileOf('tag');

  test('need not have objects of every type, and may hold other files', async () => {
    await write('tag', 'runlens.json', tag);
    await writeFile(join(root, 'tag', 'notes.md'), 'Why.');
    expect(await read()).toEqual([tag]);
  });

  test.each([
    ['under the name of another', 'tag', 'runlens-other.json', tag],
    ['in the folder of another type', 'search', 'runlens.json', tag],
    ['of an id that is not ours', 'tag', 'other.json', { ...tag, id: 'other' }],
    ['with what Kibana adds at exporting', 'tag', 'runlens.json', { ...tag, version: 'WzEsMV0=' }],
    ['without attributes', 'tag', 'runlens.json', { ...tag, attributes: undefined }],
  ])('with an object %s is a broken package', async (_, type, name, content) => {
    await write(type, name, content);
    await expect(read()).rejects.toThrow(/damaged/);
  });

  test('without any is one too', async () => {
    await expect(read()).rejects.toThrow(/no dashboards/);
  });
});
