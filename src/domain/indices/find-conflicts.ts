import { type ActualState, indicesBehind } from './actual.ts';
import {
  aliasElsewhere,
  type Conflict,
  indexInTheWay,
  mappingDiffers,
  newerVersion,
  olderVersion,
} from './conflict.ts';
import type { DesiredIndex } from './desired.ts';
import { mappingDifferences } from './mapping-difference.ts';
import { physicalIndexOf, versionIn } from './names.ts';

function conflictOfVersions(
  desired: DesiredIndex,
  actual: ActualState,
  prefix: string,
): Conflict | undefined {
  const behind = indicesBehind(actual, desired.alias.name);
  const served = behind.map((name) => versionIn(name, prefix, desired.index));
  if (behind.length > 1 || served.includes(undefined)) return aliasElsewhere(desired.alias.name, behind);
  // Without an alias the newest index counts: another one would hide its documents.
  const present = Object.keys(actual.indices).map((name) => versionIn(name, prefix, desired.index) ?? 0);
  const current = served[0] ?? Math.max(0, ...present);
  if (current > desired.version) return newerVersion(desired.alias.name, desired, current);
  if (current === 0 || current === desired.version) return undefined;
  return olderVersion(physicalIndexOf(prefix, desired.index, current), desired, current);
}

/** The conflicts that prevent the setup of this index. */
export function findConflicts(desired: DesiredIndex, actual: ActualState, prefix: string): Conflict[] {
  const names = [desired.alias, ...desired.seededAliases].map(({ name }) => name);
  const inTheWay = names.filter((name) => Object.hasOwn(actual.indices, name)).map(indexInTheWay);
  if (inTheWay.length > 0) return inTheWay;

  const versions = conflictOfVersions(desired, actual, prefix);
  if (versions !== undefined) return [versions];

  const found = actual.indices[desired.physical.name];
  const differences =
    found === undefined ? [] : mappingDifferences(desired.physical.mappings, found.mappings);
  return differences.length === 0 ? [] : [mappingDiffers(desired, differences)];
}
