import type { Digest } from '../documents/ids.ts';
import type { JsonObject } from '../indices/mapping-file.ts';
import { canonicalText, comparableAttributes } from './comparable.ts';
import type { ObjectKey, Reference } from './saved-object.ts';

/**
 * How a later run knows what an earlier one installed: every object refers to our tag, and the name of the
 * reference holds the fingerprint of the object's content. Kibana finds tags by the reference's type and id
 * and does not mind the name. Its editors write tag references anew, as plain `tag-ref-<tag id>`: an object
 * that was edited has lost its fingerprint, or its content no longer gives it.
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
 * The fingerprint of an object's content, attributes plain or as Kibana keeps them. Tags are no part of it:
 * whoever tags an object has not changed it. The id is: a copy of an object is another one.
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

/** The reference to our tag that goes with an object of this content. */
export function fingerprintReference(tagId: string, fingerprint: string): Reference {
  return {
    type: 'tag',
    id: tagId,
    name: nameStart(tagId) + fingerprint,
  };
}

/** The fingerprint that an object was installed with, `undefined` where it was not or has been edited since. */
export function installedFingerprint(references: readonly Reference[], tagId: string): string | undefined {
  const start = nameStart(tagId);
  return references
    .filter(({ type, id, name }) => type === 'tag' && id === tagId && name.startsWith(start))
    .map(({ name }) => name.slice(start.length))
    .find((text) => FINGERPRINT.test(text));
}
