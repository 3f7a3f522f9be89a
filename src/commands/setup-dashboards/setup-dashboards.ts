import { desiredObjects, type Installation, toSent } from '../../domain/dashboards/desired.ts';
import type { KibanaAttempt, KibanaFailure } from '../../domain/dashboards/failure.ts';
import { refusalsIn, type Renamed, renamedIn } from '../../domain/dashboards/import-answer.ts';
import { versionProblem } from '../../domain/dashboards/kibana-version.ts';
import { tagIdOf } from '../../domain/dashboards/names.ts';
import { type Found, plan, type Step } from '../../domain/dashboards/plan.ts';
import type { DashboardPorts } from '../../domain/dashboards/ports.ts';
import { keyText, OBJECT_TYPES, type SentObject } from '../../domain/dashboards/saved-object.ts';
import { findMismatches } from '../../domain/dashboards/verify.ts';
import { type Patience, waitForKibana } from './wait-for-kibana.ts';

/** What came of a setup: what it did (or would do), or why Kibana could not be set up. */
export type SetupDashboardsResult = { type: 'done'; steps: readonly Step[] } | KibanaFailure;

export type SetupDashboardsOptions = Installation & {
  /** Overwrite what was edited in Kibana, too. */
  force: boolean;
  /** Delete what was installed and does not ship any more. */
  prune: boolean;
  /** Only say what would be done. */
  dryRun: boolean;
};

const OK = { type: 'ok', value: undefined } as const;

/** Takes back what Kibana stored under random ids; what was there before under such an id stays. */
async function removeRenamed(ports: DashboardPorts, renamed: readonly Renamed[]): Promise<KibanaFailure> {
  const left: Renamed[] = [];
  for (const object of renamed) {
    const { type, destinationId, isNew } = object;
    const outcome = isNew ? await ports.deleteObject({ type, id: destinationId }) : OK;
    if (!isNew || outcome.type !== 'ok') left.push(object);
  }
  const outcome = left.length === 0 ? 'they were deleted again' : 'delete those that are left';
  return {
    type: 'renamed-objects',
    reason:
      'Another space has objects with the ids of these, and Kibana stored these under random ids; ' +
      `${outcome}. Choose another --prefix, or delete the objects in the other space.`,
    details:
      left.length === 0
        ? renamed.map(keyText)
        : left.map((object) => `${keyText(object)} became ${object.destinationId}`),
  };
}

/** Imports and reads back: Kibana's word that all went well is not enough. */
async function write(
  ports: DashboardPorts,
  sent: readonly SentObject[],
  tagId: string,
): Promise<KibanaAttempt<unknown>> {
  if (sent.length === 0) return OK;
  const answer = await ports.importObjects(sent);
  if (answer.type !== 'ok') return answer;

  const renamed = renamedIn(answer.value);
  if (renamed.length > 0) return removeRenamed(ports, renamed);
  if (!answer.value.success) {
    return {
      type: 'refused-objects',
      reason:
        'Kibana did not take all objects. Mend what it says and run the setup again; it does what is left.',
      details: refusalsIn(answer.value),
    };
  }

  const stored = await ports.readObjects(sent);
  if (stored.type !== 'ok') return stored;
  const mismatches = findMismatches(sent, stored.value, tagId);
  if (mismatches.length === 0) return OK;
  return {
    type: 'not-as-sent',
    reason:
      'Kibana said that it took these objects, but does not hold them as they were sent. Somebody may have changed them in ' +
      'this moment: run the setup again. If that changes nothing, this version of Kibana is not supported.',
    details: mismatches.map(({ key, difference }) => `${key}: ${difference}`),
  };
}

async function remove(ports: DashboardPorts, steps: readonly Step[]): Promise<KibanaAttempt<unknown>> {
  for (const step of steps.filter(({ action }) => action === 'deleted')) {
    const outcome = await ports.deleteObject(step);
    if (outcome.type !== 'ok') {
      return { ...outcome, reason: `Could not delete ${keyText(step)}: ${outcome.reason}` };
    }
  }
  return OK;
}

async function preflight(ports: DashboardPorts, patience: Patience): Promise<KibanaAttempt<unknown>> {
  const version = await waitForKibana(ports.readVersion, patience);
  if (version.type !== 'ok') return version;
  return versionProblem(version.value) ?? ports.readSpace();
}

/**
 * Brings data views, visualizations and dashboards into one space of Kibana. Repeatable: a second run reports
 * everything as unchanged. What somebody edited in Kibana is kept, unless `force` says otherwise.
 */
export async function setupDashboards(
  ports: DashboardPorts,
  options: SetupDashboardsOptions,
  patience: Patience,
): Promise<SetupDashboardsResult> {
  const { digest } = ports;
  const { force, prune, dryRun } = options;
  const tagId = tagIdOf(options);
  const desired = desiredObjects(await ports.readFiles(), options, digest);

  const ready = await preflight(ports, patience);
  if (ready.type !== 'ok') return ready;

  const objects = await ports.readObjects(desired);
  if (objects.type !== 'ok') return objects;
  const tagged: KibanaAttempt<Found['tagged']> = prune
    ? await ports.readTagged(OBJECT_TYPES, tagId)
    : { type: 'ok', value: [] };
  if (tagged.type !== 'ok') return tagged;

  const found: Found = { objects: objects.value, tagged: tagged.value };
  const steps = plan(desired, found, { tagId, digest, force });
  if (dryRun) return { type: 'done', steps };

  const sent = steps.flatMap(({ object }) => (object === undefined ? [] : [toSent(object)]));
  const written = await write(ports, sent, tagId);
  if (written.type !== 'ok') return written;
  const removed = await remove(ports, steps);
  return removed.type === 'ok' ? { type: 'done', steps } : removed;
}
