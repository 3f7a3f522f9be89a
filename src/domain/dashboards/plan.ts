import type { Digest } from '../model/digest.ts';
import type { DesiredObject } from './desired.ts';
import { fingerprintOf, installedFingerprint } from './fingerprint.ts';
import { keyText, OBJECT_TYPES, type ObjectType, type StoredObject } from './saved-object.ts';
import { isMigrated } from './stamp.ts';

/**
 * What the setup does with an object.
 *
 * | action | when |
 * |---|---|
 * | `created` | it does not exist |
 * | `unchanged` | it exists as it would be sent |
 * | `updated` | it exists as an earlier setup left it, and should differ now; or with `--force` |
 * | `edited` | a user has changed it in Kibana: it is kept |
 * | `deleted` | it was installed and is no longer shipped; with `--prune` only |
 */
export type Action = 'created' | 'updated' | 'unchanged' | 'edited' | 'deleted';

export type Step = {
  type: ObjectType;
  id: string;
  action: Action;
  object?: DesiredObject;
  /** Users could edit it in Kibana and no longer can. */
  closed?: true;
};

/** What Kibana holds. */
export type Found = {
  /** The desired objects that exist. */
  objects: readonly StoredObject[];
  /** The objects with runlens's tag; read with `--prune` only. */
  tagged: readonly StoredObject[];
};

type Options = { tagId: string; digest: Digest; force: boolean };

type State = 'as-desired' | 'as-installed' | 'edited';

function stateOf(stored: StoredObject, desired: DesiredObject, { tagId, digest }: Options): State {
  const content = fingerprintOf(stored, digest);
  const matches = content === desired.fingerprint;
  // The tag cannot refer to itself: its content decides.
  if (desired.type === 'tag') return matches ? 'as-desired' : 'edited';
  const installed = installedFingerprint(stored.references, tagId);
  if (installed === undefined) return matches ? 'as-installed' : 'edited';
  const untouched =
    content === installed || isMigrated(stored.typeMigrationVersion, desired.typeMigrationVersion);
  if (untouched) return installed === desired.fingerprint ? 'as-desired' : 'as-installed';
  return matches ? 'as-installed' : 'edited';
}

function actionFor(stored: StoredObject, desired: DesiredObject, options: Options): Action {
  const state = stateOf(stored, desired, options);
  if (state === 'edited') return options.force ? 'updated' : 'edited';
  const managed = stored.managed ?? false;
  return state === 'as-desired' && managed === desired.managed ? 'unchanged' : 'updated';
}

/** Tags that users have given an object survive its update. */
function withOtherTags(desired: DesiredObject, stored: StoredObject, tagId: string): DesiredObject {
  const others = stored.references.filter(({ type, id }) => type === 'tag' && id !== tagId);
  return others.length === 0 ? desired : { ...desired, references: [...desired.references, ...others] };
}

function planObject(desired: DesiredObject, stored: StoredObject | undefined, options: Options): Step {
  const { type, id, managed } = desired;
  if (stored === undefined) return { type, id, action: 'created', object: desired };
  const action = actionFor(stored, desired, options);
  const object = withOtherTags(desired, stored, options.tagId);
  if (action !== 'updated') return { type, id, action };
  return { type, id, action, object, ...(managed && stored.managed !== true && { closed: true }) };
}

function isOurType(type: string): type is ObjectType {
  return OBJECT_TYPES.some((known) => known === type);
}

/**
 * The steps for an object that was installed and is no longer shipped. An object tagged by hand, or a copy, was not
 * installed.
 *
 * @param newest the newest stamp of the shipped objects of each type: Kibana has migrated objects with a newer one
 */
function planPruned(
  stored: StoredObject,
  newest: ReadonlyMap<string, string | undefined>,
  { tagId, digest, force }: Options,
): Step[] {
  const { type, id, originId, typeMigrationVersion } = stored;
  const installed = installedFingerprint(stored.references, tagId);
  const isCopy = originId !== undefined && originId !== id;
  if (!isOurType(type) || installed === undefined || isCopy) return [];
  const untouched =
    fingerprintOf(stored, digest) === installed || isMigrated(typeMigrationVersion, newest.get(type));
  return [{ type, id, action: untouched || force ? 'deleted' : 'edited' }];
}

/**
 * The steps from the objects that Kibana holds to those that it should hold.
 *
 * @returns a step for every desired object, `unchanged` ones included, with the `object` if it is written; then deletions,
 *   objects that refer to others first
 */
export function plan(desired: readonly DesiredObject[], found: Found, options: Options): Step[] {
  const stored = new Map(found.objects.map((object) => [keyText(object), object]));
  const shipped = new Set(desired.map(keyText));
  const newest = new Map(
    desired.map(({ type, typeMigrationVersion }) => [type as string, typeMigrationVersion]),
  );
  const pruned = found.tagged
    .filter((object) => !shipped.has(keyText(object)))
    .flatMap((object) => planPruned(object, newest, options))
    .toSorted((left, right) => OBJECT_TYPES.indexOf(right.type) - OBJECT_TYPES.indexOf(left.type));
  return [...desired.map((object) => planObject(object, stored.get(keyText(object)), options)), ...pruned];
}
