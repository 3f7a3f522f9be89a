/**
 * Saved objects of one space.
 *
 * Objects are read through `_export`. `_bulk_get` and `_find` are deprecated, and `_export` returns every field that
 * `_import` accepts and can search by reference. If objects are missing, it fails and lists them: the request is repeated
 * without them.
 */

import { z } from 'zod';
import type { KibanaAttempt, KibanaFailure } from '../../domain/dashboards/failure.ts';
import { ImportAnswer } from '../../domain/dashboards/import-answer.ts';
import {
  keyText,
  type ObjectKey,
  type SentObject,
  StoredObject,
} from '../../domain/dashboards/saved-object.ts';
import { answerFailure, bodyOf } from './answer-failure.ts';
import { addressOf, ask, type KibanaAnswer, type KibanaConnection } from './http.ts';
import { ndjsonUpload } from './multipart.ts';

const READ =
  'the Kibana privilege "Saved Objects Management: Read" in the space, or "All", which writing needs';
const WRITE = 'the Kibana privilege "Saved Objects Management: All" in the space';

/** Other users may delete objects between two requests, but not that often. */
const ROUNDS = 5;

const MissingObjects = z.looseObject({
  attributes: z.looseObject({
    objects: z
      .array(
        z.looseObject({
          type: z.string(),
          id: z.string(),
          error: z.looseObject({ statusCode: z.literal(404) }),
        }),
      )
      .min(1),
  }),
});

function unfit(address: string, what: string) {
  return {
    type: 'not-kibana',
    reason: `The answer of ${address} holds no ${what}: something between here and Kibana changes it, or it is not Kibana.`,
  } as const;
}

function storedObjects({ text }: KibanaAnswer, address: string): KibanaAttempt<StoredObject[]> {
  try {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return { type: 'ok', value: lines.map((line) => StoredObject.parse(JSON.parse(line))) };
  } catch {
    return unfit(address, 'saved objects');
  }
}

function exportObjects(
  connection: KibanaConnection,
  path: string,
  what: object,
): Promise<KibanaAnswer | KibanaFailure> {
  return ask(connection, {
    method: 'POST',
    path: `${path}/api/saved_objects/_export`,
    body: {
      contentType: 'application/json',
      content: JSON.stringify({ ...what, includeReferencesDeep: false, excludeExportDetails: true }),
    },
  });
}

/**
 * The objects that exist.
 *
 * @param path of the space: see {@link spacePath}
 */
export async function readObjects(
  connection: KibanaConnection,
  path: string,
  keys: readonly ObjectKey[],
): Promise<KibanaAttempt<StoredObject[]>> {
  let wanted = keys.map(({ type, id }) => ({ type, id }));
  for (let round = 1; wanted.length > 0; round += 1) {
    const answer = await exportObjects(connection, path, { objects: wanted });
    if (answer.type !== 'answer') return answer;
    if (answer.status === 200) return storedObjects(answer, addressOf(connection));
    const missing = MissingObjects.safeParse(bodyOf(answer));
    if (answer.status !== 400 || !missing.success || round === ROUNDS) return answerFailure(answer, READ);
    const gone = new Set(missing.data.attributes.objects.map(keyText));
    wanted = wanted.filter((key) => !gone.has(keyText(key)));
  }
  return { type: 'ok', value: [] };
}

/** The objects of these types that refer to the tag. */
export async function readTagged(
  connection: KibanaConnection,
  path: string,
  types: readonly string[],
  tagId: string,
): Promise<KibanaAttempt<StoredObject[]>> {
  const hasReference = { type: 'tag', id: tagId };
  const answer = await exportObjects(connection, path, { type: types, hasReference });
  if (answer.type !== 'answer') return answer;
  return answer.status === 200 ? storedObjects(answer, addressOf(connection)) : answerFailure(answer, READ);
}

/** Writes objects, over those that exist, in one request, so that references among them resolve. */
export async function importObjects(
  connection: KibanaConnection,
  path: string,
  objects: readonly SentObject[],
): Promise<KibanaAttempt<ImportAnswer>> {
  const answer = await ask(connection, {
    method: 'POST',
    path: `${path}/api/saved_objects/_import?overwrite=true`,
    body: ndjsonUpload(objects),
    writes: true,
  });
  if (answer.type !== 'answer') return answer;
  if (answer.status !== 200) return answerFailure(answer, WRITE);
  const parsed = ImportAnswer.safeParse(bodyOf(answer));
  return parsed.success
    ? { type: 'ok', value: parsed.data }
    : unfit(addressOf(connection), 'outcome of the import');
}

/** Deletes an object, if it exists. */
export async function deleteObject(
  connection: KibanaConnection,
  path: string,
  { type, id }: ObjectKey,
): Promise<KibanaAttempt<unknown>> {
  const answer = await ask(connection, {
    method: 'DELETE',
    path: `${path}/api/saved_objects/${encodeURIComponent(type)}/${encodeURIComponent(id)}`,
    writes: true,
  });
  if (answer.type !== 'answer') return answer;
  const isGone = answer.status === 200 || answer.status === 404;
  return isGone ? { type: 'ok', value: undefined } : answerFailure(answer, WRITE);
}
