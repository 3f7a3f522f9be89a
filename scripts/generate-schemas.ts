/**
 * Writes the JSON Schemas that ship with the package: `node scripts/generate-schemas.ts`.
 *
 * A unit test of `src/commands/schema/schema.ts` says when this is to be run again.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { SCHEMAS } from '../src/commands/schema/names.ts';
import { schemaOf } from '../src/commands/schema/schema.ts';

const folder = new URL('../schemas/', import.meta.url);

await mkdir(folder, { recursive: true });
for (const name of SCHEMAS) {
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(schemaOf(name), null, 2)}\n`);
}
