import type { KibanaFailure } from './failure.ts';
import { compareVersions } from './stamp.ts';

/** The objects are written in this version's form; older ones refuse them. */
const OLDEST = '8.12.0';

/** Why this version of Kibana will not do, or `undefined`. */
export function versionProblem(version: string): KibanaFailure | undefined {
  return compareVersions(version, OLDEST) >= 0
    ? undefined
    : {
        type: 'too-old',
        reason: `This is Kibana ${version}; the dashboards need 8.12 or newer. Update Kibana.`,
      };
}
