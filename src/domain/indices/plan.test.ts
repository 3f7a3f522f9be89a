import { describe, expect, test } from 'vitest';
import { afterOperation, emptyCluster } from '../../../test/support/memory-cluster.ts';
import type { ActualIndex, ActualState } from './actual.ts';
import { desiredState } from './desired.ts';
import type { IndexMapping } from './mapping-file.ts';
import { INDEX_NAMES, type IndexName } from './names.ts';
import { plan } from './plan.ts';
import type { Step } from './step.ts';

function mappingOf(index: IndexName, version: number): IndexMapping {
  return {
    index,
    version,
    settings: { index: { number_of_shards: 1, auto_expand_replicas: '0-1' } },
    mappings: {
      _meta: { product: 'runlens', version },
      dynamic: 'strict',
      properties: { project: { type: 'keyword' }, metrics: { type: 'object', dynamic: 'true' } },
    },
  };
}

const desired = desiredState(
  INDEX_NAMES.map((index) => mappingOf(index, 1)),
  'p',
);

function stepsOf(actual: ActualState, wanted = desired): Step[] {
  const planned = plan(wanted, actual);
  if (planned.type !== 'steps') throw new Error(JSON.stringify(planned.conflicts));
  return planned.steps;
}

function conflictsOf(actual: ActualState, wanted = desired) {
  const planned = plan(wanted, actual);
  return planned.type === 'conflicts' ? planned.conflicts : [];
}

function applied(actual: ActualState, wanted = desired): ActualState {
  return stepsOf(actual, wanted).reduce((state, { operation }) => afterOperation(state, operation), actual);
}

function changesOf(steps: readonly Step[]): string[] {
  return steps
    .filter(({ action }) => action !== 'unchanged')
    .map(({ kind, id, action }) => `${kind} ${id} ${action}`);
}

const complete = applied(emptyCluster);

function without<Value>(record: Readonly<Record<string, Value>>, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

function withIndex(name: string, change: (index: ActualIndex) => Partial<ActualIndex>): ActualState {
  const index = complete.indices[name] ?? { mappings: {}, aliases: {} };
  return { ...complete, indices: { ...complete.indices, [name]: { ...index, ...change(index) } } };
}

function behindScores(...names: string[]): ActualState {
  return {
    ...emptyCluster,
    indices: Object.fromEntries(names.map((name) => [name, { mappings: {}, aliases: { 'p-scores': {} } }])),
  };
}

test('into an empty cluster goes everything: templates first, then indices, then aliases', () => {
  const steps = stepsOf(emptyCluster);
  expect(changesOf(steps)).toHaveLength(16);
  expect(steps.map(({ kind }) => kind)).toEqual([
    ...Array.from({ length: 5 }, () => 'template'),
    ...Array.from({ length: 5 }, () => 'index'),
    ...Array.from({ length: 6 }, () => 'alias'),
  ]);
});

test('an index comes into being together with its aliases', () => {
  const creation = stepsOf(emptyCluster).find(({ id }) => id === 'p-images-v1');
  expect(creation?.operation).toMatchObject({
    type: 'create-index',
    aliases: {
      'p-images': { is_write_index: true },
      'p-images-best': { filter: { terms: { 'run.key': [] } } },
    },
  });
});

describe('what differs and is put right', () => {
  test('a changed template', () => {
    const template = { ...complete.templates['p-scores'], priority: 1 };
    const actual = { ...complete, templates: { ...complete.templates, 'p-scores': template } };
    expect(changesOf(stepsOf(actual))).toEqual(['template p-scores updated']);
  });

  test('a template that gained a component', () => {
    const template = { ...complete.templates['p-scores'], composed_of: ['theirs'] };
    const actual = { ...complete, templates: { ...complete.templates, 'p-scores': template } };
    expect(changesOf(stepsOf(actual))).toEqual(['template p-scores updated']);
  });

  test('a lost alias', () => {
    const actual = withIndex('p-images-v1', ({ aliases }) => ({
      aliases: without(aliases, 'p-images-best'),
    }));
    expect(changesOf(stepsOf(actual))).toEqual(['alias p-images-best created']);
  });

  test('an alias that does not take writes', () => {
    const actual = withIndex('p-files-v1', () => ({ aliases: { 'p-files': { is_write_index: false } } }));
    expect(changesOf(stepsOf(actual))).toEqual(['alias p-files updated']);
  });
});

describe('what differs and is left alone', () => {
  test('the alias of the best images, wherever judging has moved it', () => {
    const filter = { terms: { 'run.key': ['p/a', 'q/b'] } };
    const actual = withIndex('p-images-v1', ({ aliases }) => ({
      aliases: { ...aliases, 'p-images-best': { filter } },
    }));
    expect(changesOf(stepsOf(actual))).toEqual([]);
  });

  test('a template whose settings are written in another way', () => {
    const template = {
      settings: { auto_expand_replicas: '0-1', 'index.number_of_shards': '1' },
      mappings: mappingOf('files', 1).mappings,
    };
    const found = { ...complete.templates['p-files'], template };
    const actual = { ...complete, templates: { ...complete.templates, 'p-files': found } };
    expect(changesOf(stepsOf(actual))).toEqual([]);
  });

  test('a template of a newer version, while the aliases are still at this one', () => {
    const newer = { ...complete.templates['p-files'], _meta: { product: 'runlens', version: 2 } };
    const actual = { ...complete, templates: { ...complete.templates, 'p-files': newer } };
    expect(changesOf(stepsOf(actual))).toEqual([]);
  });

  test('an index of a newer version that the alias does not point to yet', () => {
    expect(changesOf(stepsOf(withIndex('p-files-v2', () => ({}))))).toEqual([]);
  });
});

describe('conflicts', () => {
  const drifted = withIndex('p-scores-v1', ({ mappings }) => ({
    mappings: { ...mappings, properties: { project: { type: 'text' } } },
  }));

  test('a mapping that differs: the fields are named', () => {
    expect(conflictsOf(drifted)).toEqual([
      {
        type: 'mapping-differs',
        id: 'p-scores-v1',
        differences: [
          { path: 'metrics', wanted: '{"dynamic":"true","type":"object"}', found: 'absent' },
          { path: 'project', wanted: '{"type":"keyword"}', found: '{"type":"text"}' },
        ],
        reason: expect.stringMatching(/p-scores-v1 is not that of scores version 1: metrics .*; project /),
      },
    ]);
  });

  test('all of them are told at once', () => {
    const { aliases, mappings } = complete.indices['p-files-v1'] ?? { aliases: {}, mappings: {} };
    const indices = { ...drifted.indices, 'p-files': { aliases, mappings } };
    const types = conflictsOf({ ...drifted, indices }).map(({ type }) => type);
    expect(types).toEqual(['mapping-differs', 'index-in-the-way']);
  });

  test('an index that stands where the alias of the best images belongs', () => {
    const actual = { ...emptyCluster, indices: { 'p-images-best': { mappings: {}, aliases: {} } } };
    expect(conflictsOf(actual)).toMatchObject([{ type: 'index-in-the-way', id: 'p-images-best' }]);
  });

  test('an alias to a newer version', () => {
    expect(conflictsOf(behindScores('p-scores-v2'))).toMatchObject([
      {
        type: 'newer-version',
        id: 'p-scores',
        found: 2,
        known: 1,
        reason: expect.stringContaining('newer than this runlens'),
      },
    ]);
  });

  test('a newer version that has lost its alias', () => {
    const actual = { ...emptyCluster, indices: { 'p-scores-v3': { mappings: {}, aliases: {} } } };
    expect(conflictsOf(actual)).toMatchObject([{ type: 'newer-version', found: 3 }]);
  });

  test.each([
    ['behind its alias', behindScores('p-scores-v1')],
    ['without its alias', { ...emptyCluster, indices: { 'p-scores-v1': { mappings: {}, aliases: {} } } }],
  ])('an older version, %s: its index is named', (_, actual) => {
    const wanted = desiredState(
      INDEX_NAMES.flatMap((index) => [mappingOf(index, 2), mappingOf(index, 1)]),
      'p',
    );
    expect(conflictsOf(actual, wanted)).toEqual([
      {
        type: 'older-version',
        id: 'p-scores',
        index: 'p-scores-v1',
        found: 1,
        known: 2,
        reason: expect.stringMatching(/p-scores-v1 has mapping version 1\. This runlens writes version 2/),
      },
    ]);
  });

  test.each([[['p-scores-v1', 'p-scores-v2']], [['restored-scores']]])('an alias to %j', (names) => {
    expect(conflictsOf(behindScores(...names))).toMatchObject([
      { type: 'alias-elsewhere', id: 'p-scores', indices: names },
    ]);
  });
});
