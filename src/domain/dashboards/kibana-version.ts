import type { KibanaFailure } from './failure.ts';
import { compareVersions } from './stamp.ts';

/** The objects have the form of this version, and older versions reject them. */
const OLDEST = '8.12.0';

/** The failure if this version of Kibana is too old, else undefined. */
export function versionProblem(version: string): KibanaFailure | undefined {
  return compareVersions(version, OLDEST) >= 0
    ? undefined
    : {
        type: 'too-old',
        reason: `This is Kibana ${version}; the dashboards need 8.12 or newer. Update Kibana.`,
      };
}
