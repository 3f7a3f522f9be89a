import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { objects } from './all.ts';

const folder = new URL('../../kibana/', import.meta.url);

test('what lies in kibana/ is what these files say: else run "npm run dashboards"', async () => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
  expect(files.toSorted()).toEqual(objects.map(({ type, id }) => `${type}/${id}.json`).toSorted());
  for (const object of objects) {
    const text = await readFile(new URL(`${object.type}/${object.id}.json`, folder), 'utf8');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(object)));
  }
});
