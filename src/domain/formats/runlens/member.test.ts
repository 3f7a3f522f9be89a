import { expect, test } from 'vitest';
import { formats } from '../index.ts';

const { memberOf } = formats;

test.each([
  ['a.json', 'run'],
  ['p/q/a.json.gz', 'run'],
  ['A.JSON', 'run'],
  ['p/project.json', 'project'],
  ['p/project.json.gz', 'project'],
  ['p/my-project.json', 'run'],
])('%s is a source of its own, by its name a %s', (path, role) => {
  expect(memberOf(path)).toEqual({ source: path, role, isProject: role === 'project' });
});

test.each([
  'a.json.tmp',
  'a.json.part',
  'a.json~',
  '.a.json',
  '.git/a.json',
  'p/.ipynb_checkpoints/a.json',
  'rows.ndjson',
  'a.gz',
  'picture.png',
  'json',
])('%s is none', (path) => {
  expect(memberOf(path)).toBeUndefined();
});
