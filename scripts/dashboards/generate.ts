/**
 * Generates `kibana/<type>/<id>.json` from the files in this folder: `npm run dashboards`.
 *
 * The generated files are shipped and reviewed. A unit test fails if they are out of date.
 */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { objects } from './all.ts';

const folder = new URL('../../kibana/', import.meta.url);

await rm(folder, { recursive: true, force: true });
for (const object of objects) {
  await mkdir(new URL(`${object.type}/`, folder), { recursive: true });
  await writeFile(
    new URL(`${object.type}/${object.id}.json`, folder),
    `${JSON.stringify(object, null, 2)}\n`,
  );
}
