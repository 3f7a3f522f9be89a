import { canonicalText, comparableAttributes } from './comparable.ts';
import { installedFingerprint } from './fingerprint.ts';
import { keyText, type SentObject, type StoredObject, titleOf } from './saved-object.ts';
import { isMigrated } from './stamp.ts';

/** An object that Kibana does not hold as it was sent, and the difference. */
export type Mismatch = { key: string; difference: string };

function referencesText({ references }: Pick<SentObject, 'references'>): string {
  return canonicalText(references.map(({ type, id, name }) => `${type} ${id} ${name}`).toSorted());
}

function attributesText({ type, attributes }: Pick<StoredObject, 'type' | 'attributes'>): string {
  return canonicalText(comparableAttributes(type, attributes));
}

function differenceOf(sent: SentObject, stored: StoredObject, tagId: string): string | undefined {
  if (titleOf(stored) !== titleOf(sent)) return `its title is "${titleOf(stored)}"`;
  if (installedFingerprint(stored.references, tagId) !== installedFingerprint(sent.references, tagId)) {
    return 'the reference to its tag is not the one that was sent';
  }
  // A newer Kibana may write names and attributes in another form. The targets of references stay.
  if (isMigrated(stored.typeMigrationVersion, sent.typeMigrationVersion)) {
    const present = new Set(stored.references.map(keyText));
    const lost = sent.references.filter((reference) => !present.has(keyText(reference)));
    return lost.length === 0 ? undefined : `it has no reference to ${lost.map(keyText).join(', ')}`;
  }
  if (referencesText(stored) !== referencesText(sent)) return 'its references are not those that were sent';
  return attributesText(stored) === attributesText(sent) ? undefined : 'its content is not what was sent';
}

/** Compares the objects that Kibana holds after an import with those that were sent. */
export function findMismatches(
  sent: readonly SentObject[],
  stored: readonly StoredObject[],
  tagId: string,
): Mismatch[] {
  const byKey = new Map(stored.map((object) => [keyText(object), object]));
  return sent.flatMap((object) => {
    const key = keyText(object);
    const found = byKey.get(key);
    const difference = found === undefined ? 'it is not there' : differenceOf(object, found, tagId);
    return difference === undefined ? [] : [{ key, difference }];
  });
}
