/** Documents send people to files: each path that they name must be there. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DOCUMENTS = globSync(['*.md', '{src,docs,test,scripts,python}/**/*.md'], { cwd: ROOT });

/** In backticks: `src/cli.ts`, `docs/indices.md`, `mappings/`. Placeholders (`v<N>.json`) and patterns (`*.json`) are none. */
const NAMED =
  /`((?:src|docs|mappings|kibana|scripts|test|bench|schemas|examples)\/[\w./-]*|\.dependency-cruiser\.ts)`/g;
const LINKED = /\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g;
/** In the page of a room: a file in it or below it, or in another room, as `text/bytes.ts`. */
const IN_ROOM = /`([\w-]+(?:\/[\w-]+)*\.ts)`/g;
const ROOMS = ['', 'src', 'src/domain', 'src/ingest', 'src/adapters'];

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, path = '']) => path);
}

function missingIn(document: string): string[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const folder = dirname(document);
  const named = matches(text, NAMED).filter((path) => !existsSync(join(ROOT, path)));
  const linked = matches(text, LINKED).filter((path) => !existsSync(join(ROOT, folder, path)));
  const isRoom = document.startsWith('src/');
  const ofRooms = (isRoom ? matches(text, IN_ROOM) : []).filter(
    (path) =>
      !ROOMS.some((room) => existsSync(join(ROOT, room, path))) &&
      globSync(`${folder}/**/${path}`, { cwd: ROOT }).length === 0,
  );
  return [...named, ...linked, ...ofRooms];
}

test.for(DOCUMENTS)('every path that %s names is there', (document) => {
  expect(missingIn(document)).toEqual([]);
});

test('there are documents to look at, and a path that is not there would be found', () => {
  expect(DOCUMENTS).toContain('ARCHITECTURE.md');
  expect(matches('open `src/no/such.ts`, see [it](no/such.md#there)', NAMED)).toEqual(['src/no/such.ts']);
  expect(matches('open `src/no/such.ts`, see [it](no/such.md#there)', LINKED)).toEqual(['no/such.md']);
});
