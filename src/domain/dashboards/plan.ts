import type { Digest } from '../documents/ids.ts';
import type { DesiredObject } from './desired.ts';
import { fingerprintOf, installedFingerprint } from './fingerprint.ts';
import { keyText, OBJECT_TYPES, type ObjectType, type StoredObject } from './saved-object.ts';
import { isMigrated } from './stamp.ts';

/**
 * What becomes of an object.
 *
 * | action | when |
 * |---|---|
 * | `created` | it is not there |
 * | `unchanged` | it is there, as it would be sent |
 * | `updated` | it is there as an earlier run left it, and is to be different now; or `--force` |
 * | `edited` | somebody changed it in Kibana: it is kept |
 * | `deleted` | it was installed, does not ship any more, and `--prune` was asked for |
 */
export type Action = 'created' | 'updated' | 'unchanged' | 'edited' | 'deleted';

export type Step = {
  type: ObjectType;
  id: string;
  action: Action;
  object?: DesiredObject;
  /** People could edit it in Kibana, and cannot any more. */
  closed?: true;
};

/** What Kibana holds. */
export type Found = {
  /** Of the desired objects, those that are there. */
  objects: readonly StoredObject[];
  /** Those that carry our tag; asked for only with `--prune`. */
  tagged: readonly StoredObject[];
};

type Options = { tagId: string; digest: Digest; force: boolean };

type State = 'as-desired' | 'as-installed' | 'edited';

function stateOf(stored: StoredObject, desired: DesiredObject, { tagId, digest }: Options): State {
  const content = fingerprintOf(stored, digest);
  const matches = content === desired.fingerprint;
  // The tag cannot refer to itself: only its content can tell.
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

/** Tags that people gave an object survive its update. */
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
 * What was installed and does not ship any more. An object tagged by hand, or a copy, was not installed.
 *
 * @param newest the newest stamp that objects of a type ship with: beyond it, Kibana has migrated them
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
 * What brings Kibana from what it holds to what it should hold. Every desired object has a step, `unchanged`
 * ones included; steps to write carry the `object`. Deletions come last, those first that refer to others.
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
