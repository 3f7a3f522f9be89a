import { expect, test } from 'vitest';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Change } from '../../domain/indices/step.ts';
import { putBackAfter } from './put-back.ts';
import type { SetupIndicesResult } from './setup-indices.ts';

const FORBIDDEN: ElasticsearchFailure = { type: 'forbidden', status: 403, reason: 'Not you.' };

function unchanged(kind: Change['kind'], id: string): Change {
  return { kind, id, action: 'unchanged' };
}

const changes = [
  unchanged('template', 'p-images'),
  unchanged('index', 'p-images-v1'),
  unchanged('index', 'q'),
];
const done: SetupIndicesResult = { type: 'done', changes };

function unused(): never {
  throw new Error('not used');
}

test('an index that was put back is updated', async () => {
  const result = await putBackAfter(done, { putBack: async () => ({ type: 'ok', value: ['p-images-v1'] }) });
  const [template, , other] = changes;
  const updated = { kind: 'index', id: 'p-images-v1', action: 'updated' };
  expect(result).toEqual({ type: 'done', changes: [template, updated, other] });
});

test('where nothing was left behind, nothing is', async () => {
  expect(await putBackAfter(done, { putBack: async () => ({ type: 'ok', value: [] }) })).toEqual(done);
});

test('that it cannot be put back is said', async () => {
  expect(await putBackAfter(done, { putBack: async () => FORBIDDEN })).toMatchObject({
    type: 'forbidden',
    reason: expect.stringMatching(/refresh_interval.*Not you\./),
  });
});

test('a setup that failed is followed by nothing', async () => {
  expect(await putBackAfter(FORBIDDEN, { putBack: unused })).toBe(FORBIDDEN);
});
