import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { objects } from './all.ts';

const folder = new URL('../../kibana/', import.meta.url);

test('kibana/ is what these files generate: otherwise run "npm run dashboards"', async () => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
  expect(files.toSorted()).toEqual(objects.map(({ type, id }) => `${type}/${id}.json`).toSorted());
  for (const object of objects) {
    const text = await readFile(new URL(`${object.type}/${object.id}.json`, folder), 'utf8');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(object)));
  }
});

describe('what the types of the generator do not guarantee', () => {
  test('every reference leads to an object', () => {
    const there = new Set(objects.map(({ type, id }) => `${type}/${id}`));
    const named = objects.flatMap(({ references }) => references.map(({ type, id }) => `${type}/${id}`));
    expect(named.filter((name) => !there.has(name))).toEqual([]);
  });

  test.each(objects)('$type $id: each reference has a name of its own', ({ references }) => {
    expect(repeated(references.map(({ name }) => name))).toEqual([]);
  });

  test('the panels of a dashboard, whose ids come from their titles, have different ids', () => {
    const panels = objects.flatMap(({ id, attributes: { panelsJSON = [] } }) =>
      (panelsJSON as { panelIndex: string }[]).map(({ panelIndex }) => `${id} ${panelIndex}`),
    );
    expect(panels.length).toBeGreaterThan(0);
    expect(repeated(panels)).toEqual([]);
  });

  test('objects of a type have different titles', () => {
    expect(
      repeated(objects.map(({ type, attributes: { title, name } }) => `${type} ${String(name ?? title)}`)),
    ).toEqual([]);
  });
});

function repeated(texts: readonly string[]): string[] {
  return texts.filter((text, position) => texts.indexOf(text) !== position);
}
