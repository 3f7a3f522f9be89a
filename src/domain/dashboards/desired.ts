import type { Digest } from '../model/digest.ts';
import type { JsonObject } from '../indices/mapping-file.ts';
import { fingerprintOf, fingerprintReference } from './fingerprint.ts';
import { encodeAttributes } from './json-strings.ts';
import { type Naming, tagIdOf } from './names.ts';
import { personalise } from './personalise.ts';
import {
  OBJECT_TYPES,
  type ObjectType,
  type Reference,
  type SavedObjectFile,
  type SentObject,
} from './saved-object.ts';

/** How the objects are to be installed. */
export type Installation = Naming & {
  /** Where relative paths of pictures begin. */
  outputsBaseUrl?: string | undefined;
  /** Whether people may change the objects in Kibana; otherwise Kibana shows them as managed, to be cloned. */
  editable: boolean;
};

/** An object as it should be in Kibana; attributes are plain JSON. */
export type DesiredObject = {
  type: ObjectType;
  id: string;
  attributes: JsonObject;
  /** Includes the reference with the fingerprint, except on the tag itself. */
  references: readonly Reference[];
  fingerprint: string;
  coreMigrationVersion: string;
  typeMigrationVersion?: string;
  managed: boolean;
};

function desiredObject(file: SavedObjectFile, installation: Installation, digest: Digest): DesiredObject {
  const { type, coreMigrationVersion, typeMigrationVersion } = file;
  const { id, attributes, references } = personalise(file, installation, installation.outputsBaseUrl);
  const fingerprint = fingerprintOf({ type, id, attributes, references }, digest);
  const tag = fingerprintReference(tagIdOf(installation), fingerprint);
  return {
    type,
    id,
    attributes,
    references: type === 'tag' ? references : [...references, tag],
    fingerprint,
    coreMigrationVersion,
    ...(typeMigrationVersion === undefined ? {} : { typeMigrationVersion }),
    managed: !installation.editable,
  };
}

function rank({ type, id }: SavedObjectFile): string {
  return `${OBJECT_TYPES.indexOf(type)} ${id}`;
}

/** The objects that Kibana should hold, ordered by type and id. */
export function desiredObjects(
  files: readonly SavedObjectFile[],
  installation: Installation,
  digest: Digest,
): DesiredObject[] {
  return files
    .toSorted((left, right) => (rank(left) < rank(right) ? -1 : 1))
    .map((file) => desiredObject(file, installation, digest));
}

/** The object in the form in which Kibana imports it. */
export function toSent(object: DesiredObject): SentObject {
  const { fingerprint: _, ...rest } = object;
  return { ...rest, attributes: encodeAttributes(object.type, object.attributes) };
}
