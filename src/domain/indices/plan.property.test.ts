import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterOperation, emptyCluster } from '../../../test/support/memory-cluster.ts';
import type { ActualIndex, ActualState } from './actual.ts';
import { desiredState } from './desired.ts';
import type { JsonObject } from './mapping-file.ts';
import { INDEX_NAMES } from './names.ts';
import { plan } from './plan.ts';
import type { Step } from './step.ts';

const desired = desiredState(
  INDEX_NAMES.map((index) => ({
    index,
    version: 1,
    settings: { index: { number_of_shards: 1, auto_expand_replicas: '0-1' } },
    mappings: {
      _meta: { product: 'runlens', version: 1 },
      dynamic: 'strict',
      properties: { project: { type: 'keyword' }, metrics: { type: 'object', dynamic: 'true' } },
    },
  })),
  'p',
);

function stepsOf(actual: ActualState): Step[] {
  const planned = plan(desired, actual);
  if (planned.type !== 'steps') throw new Error(JSON.stringify(planned.conflicts));
  return planned.steps;
}

function applied(actual: ActualState): ActualState {
  return stepsOf(actual).reduce((state, { operation }) => afterOperation(state, operation), actual);
}

const complete = applied(emptyCluster);

type Entry<Value> = readonly [string, Value] | undefined;

function present<Value>(entries: readonly Entry<Value>[]): Record<string, Value> {
  return Object.fromEntries(entries.filter((entry) => entry !== undefined));
}

function templateOf([name, body]: [string, JsonObject]): fc.Arbitrary<Entry<JsonObject>> {
  return fc.constantFrom<Entry<JsonObject>>(
    undefined,
    [name, body],
    [name, { index_patterns: ['p-*'], priority: 1 }],
    [name, { ...body, template: { settings: { number_of_replicas: 3 } } }],
  );
}

/** Some of the aliases, as they were made or as somebody changed them. */
function aliasesOf(aliases: ActualIndex['aliases']): fc.Arbitrary<Record<string, JsonObject>> {
  return fc.subarray(Object.entries(aliases)).chain((kept) => {
    const changed = kept.map(([name]): [string, JsonObject] => [
      name,
      { filter: { term: { project: 'q' } } },
    ]);
    return fc.constantFrom(Object.fromEntries(kept), Object.fromEntries(changed));
  });
}

function indexOf([name, index]: [string, ActualIndex]): fc.Arbitrary<Entry<ActualIndex>> {
  const metrics = { dynamic: 'true', properties: { iou: { type: 'double' } } };
  const grown = { ...index.mappings, properties: { project: { type: 'keyword' }, metrics } };
  const found = fc.record({
    mappings: fc.constantFrom<JsonObject>(index.mappings, grown),
    aliases: aliasesOf(index.aliases),
  });
  return fc.option(
    found.map((found): Entry<ActualIndex> => [name, found]),
    { nil: undefined },
  );
}

const cluster = fc.record({
  templates: fc.tuple(...Object.entries(complete.templates).map(templateOf)).map(present),
  indices: fc.tuple(...Object.entries(complete.indices).map(indexOf)).map(present),
});

test('whatever is there before: after the steps are taken, there is nothing left to do', () => {
  fc.assert(
    fc.property(cluster, (actual) => {
      expect(new Set(stepsOf(applied(actual)).map(({ action }) => action))).toEqual(new Set(['unchanged']));
    }),
  );
});

test('no mapping of an index is ever touched', () => {
  fc.assert(
    fc.property(cluster, (actual) => {
      const after = applied(actual);
      for (const [name, { mappings }] of Object.entries(actual.indices)) {
        expect(after.indices[name]?.mappings).toEqual(mappings);
      }
    }),
  );
});

function bestOf({ indices }: ActualState) {
  return indices['p-images-v1']?.aliases['p-images-best'];
}

test('the alias of the best images is never touched once it exists', () => {
  fc.assert(
    fc.property(cluster, (actual) => {
      fc.pre(bestOf(actual) !== undefined);
      expect(bestOf(applied(actual))).toEqual(bestOf(actual));
    }),
  );
});
