import { describe, expect, test } from 'vitest';
import { afterOperation, emptyCluster } from '../../../test/support/memory-cluster.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { ActualState } from '../../domain/indices/actual.ts';
import { INDEX_NAMES } from '../../domain/indices/names.ts';
import type { ProvisionPorts } from '../../domain/indices/ports.ts';
import type { Operation } from '../../domain/indices/step.ts';
import { setupIndices } from './setup-indices.ts';

/** A cluster in memory, with hooks for what happens while a setup is under way. */
function clusterOf(start: ActualState = emptyCluster) {
  const cluster = { state: start, operations: 0 };
  function take(operation: Operation) {
    cluster.operations += 1;
    cluster.state = afterOperation(cluster.state, operation);
    return Promise.resolve({ type: 'ok', value: undefined } as const);
  }
  const ports: ProvisionPorts = {
    readMappings: () =>
      Promise.resolve(
        INDEX_NAMES.map((index) => ({
          index,
          version: 1,
          settings: {},
          mappings: {
            _meta: { product: 'runlens', version: 1 },
            properties: { project: { type: 'keyword' } },
          },
        })),
      ),
    readTemplates: () => Promise.resolve({ type: 'ok', value: cluster.state.templates }),
    readIndices: () => Promise.resolve({ type: 'ok', value: cluster.state.indices }),
    putTemplate: (name, body) => take({ type: 'put-template', name, body }),
    createIndex: async (operation) => {
      if (Object.hasOwn(cluster.state.indices, operation.name))
        return { type: 'ok', value: 'already-exists' };
      await take(operation);
      return { type: 'ok', value: 'created' };
    },
    putAlias: (operation) => take(operation),
  };
  return { cluster, ports };
}

function actionsIn(result: Awaited<ReturnType<typeof setupIndices>>): Record<string, string> {
  if (result.type !== 'done') throw new Error(JSON.stringify(result));
  return Object.fromEntries(result.changes.map(({ kind, id, action }) => [`${kind} ${id}`, action]));
}

const refusal: ElasticsearchFailure = { type: 'forbidden', status: 403, reason: 'Not you.' };

test('a first run creates, a second one asks for nothing', async () => {
  const { cluster, ports } = clusterOf();
  expect(new Set(Object.values(actionsIn(await setupIndices(ports, { prefix: 'p' }))))).toEqual(
    new Set(['created']),
  );
  // Five templates, five indices; the aliases come with the indices.
  expect(cluster.operations).toBe(10);
  expect(new Set(Object.values(actionsIn(await setupIndices(ports, { prefix: 'p' }))))).toEqual(
    new Set(['unchanged']),
  );
  expect(cluster.operations).toBe(10);
});

/** The first reading shows an empty cluster; by the time of the first request, `other` has happened. */
function racing(other: (cluster: { state: ActualState }) => void) {
  const { cluster, ports } = clusterOf();
  let readings = 0;
  async function readIndices() {
    const value = cluster.state.indices;
    readings += 1;
    if (readings === 1) other(cluster);
    return { type: 'ok', value } as const;
  }
  return { cluster, ports: { ...ports, readIndices } };
}

describe('races', () => {
  test('what the other one made is reported as unchanged, and its alias is left where it was moved to', async () => {
    const moved = { filter: { terms: { 'run.key': ['p/best'] } } };
    const { cluster, ports } = racing((cluster) => {
      cluster.state = afterOperation(cluster.state, {
        type: 'create-index',
        name: 'p-images-v1',
        settings: {},
        mappings: { _meta: { product: 'runlens', version: 1 }, properties: { project: { type: 'keyword' } } },
        aliases: { 'p-images': { is_write_index: true }, 'p-images-best': moved },
      });
    });
    const actions = actionsIn(await setupIndices(ports, { prefix: 'p' }));
    expect(actions).toMatchObject({
      'index p-images-v1': 'unchanged',
      'alias p-images': 'unchanged',
      'alias p-images-best': 'unchanged',
      'template p-images': 'created',
      'index p-scores-v1': 'created',
      'alias p-scores': 'created',
    });
    expect(cluster.state.indices['p-images-v1']?.aliases['p-images-best']).toEqual(moved);
  });

  test('an index that somebody made by hand meanwhile is judged like any other', async () => {
    const { ports } = racing((cluster) => {
      const index = { mappings: { properties: {} }, aliases: {} };
      cluster.state = { ...cluster.state, indices: { 'p-series-v1': index } };
    });
    expect(await setupIndices(ports, { prefix: 'p' })).toMatchObject({
      type: 'conflicts',
      conflicts: [{ type: 'mapping-differs', id: 'p-series-v1' }],
    });
  });

  test('an index that exists but is never listed is a matter of privileges', async () => {
    const { cluster, ports } = clusterOf();
    await setupIndices(ports, { prefix: 'p' });
    const blind = { ...ports, readIndices: () => Promise.resolve({ type: 'ok', value: {} } as const) };
    expect(await setupIndices(blind, { prefix: 'p' })).toMatchObject({
      type: 'forbidden',
      reason: expect.stringMatching(/p-experiments-v1, .*view_index_metadata on p-\*/),
    });
    expect(cluster.operations).toBe(10);
  });
});

describe('failures say on what', () => {
  test.each([
    ['readTemplates', 'Could not read the index templates p-*: Not you.'],
    ['readIndices', 'Could not read the indices p-*: Not you.'],
    ['putTemplate', 'Could not set up the template p-experiments: Not you.'],
    ['createIndex', 'Could not set up the index p-experiments-v1: Not you.'],
  ])('%s', async (port, reason) => {
    const { ports } = clusterOf();
    const failing = { ...ports, [port]: () => Promise.resolve(refusal) };
    expect(await setupIndices(failing, { prefix: 'p' })).toEqual({ ...refusal, reason });
  });
});

test('with a conflict nothing is changed at all', async () => {
  const { cluster, ports } = clusterOf({
    ...emptyCluster,
    indices: { 'p-files': { mappings: {}, aliases: {} } },
  });
  const result = await setupIndices(ports, { prefix: 'p' });
  expect(result).toMatchObject({ type: 'conflicts', conflicts: [{ type: 'index-in-the-way' }] });
  expect(cluster.operations).toBe(0);
});
