import type { DesiredIndex } from './desired.ts';
import type { MappingDifference } from './mapping-difference.ts';

/**
 * Something in the cluster that the setup neither overwrites nor works around. `reason` is for people; where there is a
 * choice of what to do, `advice.ts` says it for all conflicts together.
 */
export type Conflict = { id: string; reason: string } & (
  | { type: 'mapping-differs'; differences: readonly MappingDifference[] }
  | { type: 'newer-version'; found: number; known: number }
  /** `index` is the one that has the older mapping; `id` is its alias. */
  | { type: 'older-version'; found: number; known: number; index: string }
  | { type: 'index-in-the-way' }
  | { type: 'alias-elsewhere'; indices: readonly string[] }
);

/** How many differences a sentence names; the rest is counted. */
const NAMED_DIFFERENCES = 3;

function nameDifferences(differences: readonly MappingDifference[]): string {
  const named = differences
    .slice(0, NAMED_DIFFERENCES)
    .map(({ path, wanted, found }) => `${path} (wanted ${wanted}, found ${found})`)
    .join('; ');
  const more = differences.length - NAMED_DIFFERENCES;
  return more > 0 ? `${named}; and ${more} more` : named;
}

export function mappingDiffers(
  { physical, version, index }: DesiredIndex,
  differences: readonly MappingDifference[],
): Conflict {
  return {
    type: 'mapping-differs',
    id: physical.name,
    differences,
    reason:
      `The mapping of the index ${physical.name} is not that of ${index} version ${version}: ` +
      `${nameDifferences(differences)}.`,
  };
}

export function newerVersion(id: string, desired: DesiredIndex, found: number): Conflict {
  return {
    type: 'newer-version',
    id,
    found,
    known: desired.version,
    reason:
      `The index behind ${desired.alias.name} has mapping version ${found}, newer than this runlens understands ` +
      `(version ${desired.version}). Update runlens on this machine, or use another prefix.`,
  };
}

export function olderVersion(index: string, desired: DesiredIndex, found: number): Conflict {
  return {
    type: 'older-version',
    id: desired.alias.name,
    index,
    found,
    known: desired.version,
    reason:
      `The index ${index} has mapping version ${found}. This runlens writes version ${desired.version} and cannot ` +
      'convert an older one.',
  };
}

export function indexInTheWay(name: string): Conflict {
  return {
    type: 'index-in-the-way',
    id: name,
    reason:
      `${name} is an index, where runlens needs an alias of that name; most likely something was written to it ` +
      'before the setup, which creates an index by itself. Delete or rename it and run the setup again.',
  };
}

export function aliasElsewhere(name: string, indices: readonly string[]): Conflict {
  return {
    type: 'alias-elsewhere',
    id: name,
    indices,
    reason:
      `The alias ${name} points to ${indices.join(' and ')}, where it should point to exactly one index that runlens ` +
      'created. Remove the alias from what is not runlens’ and run the setup again, or choose another prefix.',
  };
}
