import { expect, test } from 'vitest';
import { lintEdited, lintWith, OVERVIEW, PROGRESS, WORST } from '../fixture/broken.ts';

test('a file that is not called as its object', () => {
  const said = lintEdited((objects) => {
    const tag = objects.get('tag/runlens.json');
    objects.delete('tag/runlens.json');
    if (tag) objects.set('tag/label.json', tag);
  });
  expect(said).toEqual([
    'tag/label.json | id | The file of tag runlens must be tag/runlens.json: rename one of them.',
  ]);
});

test('an id without the prefix', () => {
  expect(lintWith('tag/runlens.json', 'id', 'runs')).toContain(
    'tag/runlens.json | id | The id runs does not begin with "runlens-": setup-dashboards puts the prefix there.',
  );
});

test.each([
  [WORST, 'title', 'Worst images'],
  [OVERVIEW, 'title', '[Runlens]Overview'],
  ['index-pattern/runlens-experiments.json', 'name', 'experiments'],
])('%s: a title without the product', (file, key, title) => {
  expect(lintWith(file, `attributes.${key}`, title)).toEqual([
    `${file} | ${key} | "${title}" does not begin with "[Runlens] ": add it.`,
  ]);
});

test('a visualization with two titles', () => {
  expect(lintWith(PROGRESS, 'attributes.visState.title', '[Runlens] Other')).toEqual([
    `${PROGRESS} | visState.title | It must be the title of the object, "[Runlens] Progress".`,
  ]);
});

test('a title twice', () => {
  const said = lintWith('index-pattern/runlens-images-best.json', 'attributes.name', '[Runlens] experiments');
  expect(said).toEqual([
    'index-pattern/runlens-images-best.json | title | index-pattern/runlens-experiments.json has the same title, index-pattern "[Runlens] experiments": give them different titles.',
  ]);
});
