import { randomUUID } from 'node:crypto';
import type { Client } from '@elastic/elasticsearch';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Compatibility } from '../../src/adapters/elasticsearch/client.ts';
import { connect } from '../../src/adapters/elasticsearch/connect.ts';
import { provisionPorts } from '../../src/adapters/elasticsearch/provision-ports.ts';
import { readMappings } from '../../src/adapters/fs/mappings.ts';
import { setupIndices } from '../../src/commands/setup-indices/setup-indices.ts';

async function actionsOf(client: Client, prefix: string): Promise<Record<string, string>> {
  const result = await setup(client, prefix);
  if (result.type !== 'done') throw new Error(JSON.stringify(result));
  return Object.fromEntries(result.changes.map(({ kind, id, action }) => [`${kind} ${id}`, action]));
}

function setup(client: Client, prefix: string) {
  return setupIndices({ ...provisionPorts(client), readMappings }, { prefix });
}

async function onlyConflict(client: Client, prefix: string) {
  const result = await setup(client, prefix);
  if (result.type !== 'conflicts') throw new Error(`Expected conflicts, got ${JSON.stringify(result)}`);
  expect(result.conflicts).toHaveLength(1);
  return result.conflicts[0];
}

describe('setup-indices', () => {
  let client: Client;
  let compatibility: Compatibility;
  let prefix: string;

  beforeAll(async () => {
    const connection = await connect({
      nodes: [inject('elasticsearchUrl')],
      requestTimeoutMilliseconds: 60_000,
      compression: false,
    });
    if (connection.type !== 'connected') throw new Error(connection.reason);
    ({ client, compatibility } = connection);
  });
  afterAll(() => client.close());

  beforeEach(() => {
    prefix = `test-${randomUUID()}`;
  });
  afterEach(async () => {
    // Elasticsearch refuses to delete by wildcard unless told otherwise.
    const indices = Object.keys(await client.indices.get({ index: `${prefix}-*` }));
    if (indices.length > 0) await client.indices.delete({ index: indices });
    await client.indices.deleteIndexTemplate({ name: `${prefix}-*` }, { ignore: [404] });
  });

  test('speaks the newest format that the server understands', async () => {
    const { nodes } = await client.nodes.info({ filter_path: 'nodes.*.version' });
    const versions = Object.values(nodes).map(({ version }) => Number.parseInt(version, 10));
    expect(compatibility).toBe(Math.min(9, ...versions));
  });

  test('creates everything at first and changes nothing after that', async () => {
    const first = await actionsOf(client, prefix);
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining([
        `template ${prefix}-experiments`,
        `index ${prefix}-files-v1`,
        `alias ${prefix}-scores`,
        `alias ${prefix}-images-best`,
      ]),
    );
    expect(Object.keys(first)).toHaveLength(16);
    expect(new Set(Object.values(first))).toEqual(new Set(['created']));

    const second = await actionsOf(client, prefix);
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(new Set(Object.values(second))).toEqual(new Set(['unchanged']));
  });

  test('writes go through the alias, and the best images show nothing until somebody moves the alias', async () => {
    await actionsOf(client, prefix);
    await client.index({
      index: `${prefix}-images`,
      require_alias: true,
      routing: 'p/r',
      refresh: true,
      document: {
        project: 'p',
        run: { key: 'p/r', id: 'r' },
        metrics: { iou: 1 },
        attributes: { number: { width: 3 } },
      },
    });
    expect((await client.count({ index: `${prefix}-images` })).count).toBe(1);
    expect((await client.count({ index: `${prefix}-images-best` })).count).toBe(0);

    const filter = { terms: { 'run.key': ['p/r'] } };
    await client.indices.putAlias({ index: `${prefix}-images-v1`, name: `${prefix}-images-best`, filter });
    // Neither the moved alias nor the fields that the document brought along are a difference.
    expect(new Set(Object.values(await actionsOf(client, prefix)))).toEqual(new Set(['unchanged']));
    expect((await client.count({ index: `${prefix}-images-best` })).count).toBe(1);
  });

  test('leaves settings to the operators', async () => {
    await actionsOf(client, prefix);
    await client.indices.putSettings({
      index: `${prefix}-scores`,
      settings: { auto_expand_replicas: 'false', number_of_replicas: 2, refresh_interval: '30s' },
    });
    expect(new Set(Object.values(await actionsOf(client, prefix)))).toEqual(new Set(['unchanged']));
    const settings = await client.indices.getSettings({ index: `${prefix}-scores-v1` });
    expect(settings[`${prefix}-scores-v1`]?.settings?.index?.number_of_replicas).toBe('2');
  });

  test('names how a mapping differs and changes nothing', async () => {
    await actionsOf(client, prefix);
    await client.indices.putMapping({
      index: `${prefix}-series-v1`,
      properties: { run: { properties: { colour: { type: 'keyword' } } } },
    });
    await client.indices.deleteIndexTemplate({ name: `${prefix}-files` });
    expect(await onlyConflict(client, prefix)).toMatchObject({
      type: 'mapping-differs',
      id: `${prefix}-series-v1`,
      differences: [{ path: 'run.colour', wanted: 'absent', found: '{"type":"keyword"}' }],
      reason: expect.stringContaining('run.colour'),
    });
    expect(await client.indices.existsIndexTemplate({ name: `${prefix}-files` })).toBe(false);
  });

  test('names an index that stands where an alias belongs', async () => {
    await client.indices.create({ index: `${prefix}-scores` });
    expect(await onlyConflict(client, prefix)).toMatchObject({
      type: 'index-in-the-way',
      id: `${prefix}-scores`,
    });
  });

  test('keeps its hands off an index of a newer version', async () => {
    await client.indices.create({ index: `${prefix}-scores-v7`, aliases: { [`${prefix}-scores`]: {} } });
    const conflict = await onlyConflict(client, prefix);
    expect(conflict).toMatchObject({ type: 'newer-version', id: `${prefix}-scores`, found: 7 });
  });

  test('puts back a changed template and a lost alias', async () => {
    await actionsOf(client, prefix);
    await client.indices.putIndexTemplate({
      name: `${prefix}-scores`,
      index_patterns: [`${prefix}-scores-v*`],
      priority: 500,
    });
    await client.indices.deleteAlias({ index: `${prefix}-files-v1`, name: `${prefix}-files` });
    const actions = await actionsOf(client, prefix);
    expect(Object.entries(actions).filter(([, action]) => action !== 'unchanged')).toEqual([
      [`template ${prefix}-scores`, 'updated'],
      [`alias ${prefix}-files`, 'created'],
    ]);
    expect(new Set(Object.values(await actionsOf(client, prefix)))).toEqual(new Set(['unchanged']));
  });

  test('twenty at once all succeed, and each index is created by one of them', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => actionsOf(client, prefix)));
    for (const name of Object.keys(all[0] ?? {}).filter((name) => name.startsWith('index '))) {
      expect(all.filter((actions) => actions[name] === 'created')).toHaveLength(1);
    }
    expect(new Set(Object.values(await actionsOf(client, prefix)))).toEqual(new Set(['unchanged']));
  });

  test('says what Elasticsearch objects to, and on what', async () => {
    const result = await setup(client, 'Not-Lower-Case');
    expect(result).toMatchObject({
      type: 'bad-request',
      reason: expect.stringMatching(/Not-Lower-Case-experiments.*lower cased/),
    });
  });
});
