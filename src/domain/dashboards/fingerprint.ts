import type { Digest } from '../model/digest.ts';
import type { JsonObject } from '../indices/mapping-file.ts';
import { canonicalText, comparableAttributes } from './comparable.ts';
import type { ObjectKey, Reference } from './saved-object.ts';

/**
 * How a later setup recognises what an earlier one installed: every object refers to runlens's tag, and the name of the
 * reference contains the fingerprint of the object's content. Kibana finds tags by the type and id of the reference and
 * ignores its name. Its editors rewrite references to tags as `tag-ref-<tag id>`: an edited object has lost its
 * fingerprint, or its content has another one.
 */
function nameStart(tagId: string): string {
  return `tag-ref-${tagId}-`;
}

const FINGERPRINT = /^[\w-]{22}$/;

type Content = ObjectKey & { attributes: JsonObject; references: readonly Reference[] };

function byName(left: Reference, right: Reference): number {
  return left.name < right.name ? -1 : 1;
}

/**
 * The fingerprint of an object's content, with attributes in the form of the files or of Kibana. It does not include tags,
 * because to tag an object is not to change it. It includes the id, because a copy is another object.
 */
export function fingerprintOf({ type, id, attributes, references }: Content, digest: Digest): string {
  return digest(
    canonicalText({
      type,
      id,
      attributes: comparableAttributes(type, attributes),
      references: references.filter((reference) => reference.type !== 'tag').toSorted(byName),
    }),
  );
}

/** The reference to runlens's tag of an object with this fingerprint. */
export function fingerprintReference(tagId: string, fingerprint: string): Reference {
  return {
    type: 'tag',
    id: tagId,
    name: nameStart(tagId) + fingerprint,
  };
}

/** The fingerprint that an object was installed with; undefined if it was not installed or was edited since. */
export function installedFingerprint(references: readonly Reference[], tagId: string): string | undefined {
  const start = nameStart(tagId);
  return references
    .filter(({ type, id, name }) => type === 'tag' && id === tagId && name.startsWith(start))
    .map(({ name }) => name.slice(start.length))
    .find((text) => FINGERPRINT.test(text));
}
