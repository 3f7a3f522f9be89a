/**
 * Writes the tables of `docs/indices.md` from `mappings/`: `npm run indices`.
 *
 * `npm run check:indices` writes nothing and fails where the page is stale, or where fields and descriptions do not match.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { problemsOf } from './descriptions.ts';
import { withTables } from './page.ts';
import { readDescribedIndices } from './read.ts';

const PAGE = new URL('../../docs/indices.md', import.meta.url);

const indices = await readDescribedIndices();
const problems = indices.flatMap(({ index, fields, described }) => problemsOf(index, fields, described));
const page = await readFile(PAGE, 'utf8');
const fresh = withTables(page, indices);

const check = process.argv.includes('--check');
if (check && fresh !== page) problems.push('docs/indices.md is stale: run "npm run indices".');

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else if (!check) await writeFile(PAGE, fresh);
