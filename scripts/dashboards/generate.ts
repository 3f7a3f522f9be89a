/**
 * Writes `kibana/<type>/<id>.json` from what the files beside this one say: `npm run dashboards`.
 *
 * What is written is what ships and what is reviewed; a unit test says when this is to be run again.
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
