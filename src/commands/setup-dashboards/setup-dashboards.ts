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

/** The outcome of a setup: its steps, done or planned, or why it failed. */
export type SetupDashboardsResult = { type: 'done'; steps: readonly Step[] } | KibanaFailure;

export type SetupDashboardsOptions = Installation & {
  /** Overwrite objects that were edited in Kibana, too. */
  force: boolean;
  /** Delete objects that were installed and are no longer shipped. */
  prune: boolean;
  /** Plan the steps without doing them. */
  dryRun: boolean;
};

const OK = { type: 'ok', value: undefined } as const;

/** Deletes the new objects that Kibana has stored under other ids. Objects that existed under such ids are kept. */
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

/** Imports the objects and reads them back, because Kibana may report a success without one. */
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
      'Kibana reported a success, but does not hold these objects as they were sent. A user may have changed them at ' +
      'this moment: run the setup again. If the failure remains, this version of Kibana is not supported.',
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
 * Installs data views, visualizations and dashboards in one space of Kibana. It can be repeated: a second run reports
 * everything as unchanged. Objects that a user has edited in Kibana are kept, except with `force`.
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
