import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { ActualState } from '../../domain/indices/actual.ts';
import type { Conflict } from '../../domain/indices/conflict.ts';
import { type DesiredState, desiredState } from '../../domain/indices/desired.ts';
import { aliasOf, bestImagesAliasOf, indexPatternOf } from '../../domain/indices/names.ts';
import { plan } from '../../domain/indices/plan.ts';
import type { ProvisionPorts } from '../../domain/indices/ports.ts';
import type { Change, Step } from '../../domain/indices/step.ts';

/** The outcome of a setup: its changes, the conflicts that prevent it, or a failed request. */
export type SetupIndicesResult =
  | { type: 'done'; changes: Change[] }
  | { type: 'conflicts'; conflicts: Conflict[] }
  | ElasticsearchFailure;

/**
 * Setups may run concurrently. The loser of a race reads again and finds what the winner has created. To lose several races
 * in a row, a node must be far behind its master.
 */
const ROUNDS = 5;

async function readActual(ports: ProvisionPorts, desired: DesiredState): Promise<Attempt<ActualState>> {
  const { prefix, indices } = desired;
  const names = indices.flatMap(({ index }) => [aliasOf(prefix, index), indexPatternOf(prefix, index)]);
  const [templates, found] = await Promise.all([
    ports.readTemplates(`${prefix}-*`),
    ports.readIndices([...names, bestImagesAliasOf(prefix)]),
  ]);
  if (templates.type !== 'ok') {
    return { ...templates, reason: `Could not read the index templates ${prefix}-*: ${templates.reason}` };
  }
  if (found.type !== 'ok') {
    return { ...found, reason: `Could not read the indices ${prefix}-*: ${found.reason}` };
  }
  return { type: 'ok', value: { templates: templates.value, indices: found.value } };
}

async function applyStep(ports: ProvisionPorts, { operation }: Step): Promise<Attempt<unknown>> {
  switch (operation.type) {
    case 'put-template':
      return ports.putTemplate(operation.name, operation.body);
    case 'create-index':
      return ports.createIndex(operation);
    case 'put-alias':
      return ports.putAlias(operation);
    case 'none':
    case 'with-index':
      break;
  }
  return { type: 'ok', value: undefined };
}

type Round = { type: 'ok'; applied: Step[]; lost: Step[] } | ElasticsearchFailure;

/** Takes the steps in order until one fails. `lost`: the steps that another process has taken first. */
async function applySteps(ports: ProvisionPorts, steps: readonly Step[]): Promise<Round> {
  const applied: Step[] = [];
  const lost: Step[] = [];
  for (const step of steps) {
    const { kind, id, operation } = step;
    const outcome = await applyStep(ports, step);
    if (outcome.type !== 'ok') {
      return { ...outcome, reason: `Could not set up the ${kind} ${id}: ${outcome.reason}` };
    }
    const isLost =
      operation.type === 'with-index'
        ? lost.some(({ id }) => id === operation.index)
        : outcome.value === 'already-exists';
    (isLost ? lost : applied).push(step);
  }
  return { type: 'ok', applied, lost };
}

/**
 * Brings templates, indices and aliases to the newest mapping versions. It can be repeated: a second run reports everything
 * as unchanged. Several setups may run at once, and what another one has created is reported as unchanged too. With a
 * conflict, nothing is changed.
 */
export async function setupIndices(
  ports: ProvisionPorts,
  { prefix }: { prefix: string },
): Promise<SetupIndicesResult> {
  const desired = desiredState(await ports.readMappings(), prefix);
  const done = new Map<string, Change['action']>();
  let lost: Step[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const actual = await readActual(ports, desired);
    if (actual.type !== 'ok') return actual;
    const planned = plan(desired, actual.value);
    if (planned.type === 'conflicts') return planned;

    const outcome = await applySteps(ports, planned.steps);
    if (outcome.type !== 'ok') return outcome;
    for (const { kind, id, action } of outcome.applied) {
      if (action !== 'unchanged') done.set(`${kind} ${id}`, action);
    }
    lost = outcome.lost;
    if (lost.length === 0) {
      const changes = planned.steps.map(({ kind, id, action }): Change => {
        return { kind, id, action: done.get(`${kind} ${id}`) ?? action };
      });
      return { type: 'done', changes };
    }
  }
  const names = lost.filter(({ kind }) => kind === 'index').map(({ id }) => id);
  return {
    type: 'forbidden',
    reason:
      `Could not set up ${names.join(', ')}: it exists, yet Elasticsearch does not list it. The user most likely ` +
      `lacks the privilege view_index_metadata on ${prefix}-*.`,
  };
}
