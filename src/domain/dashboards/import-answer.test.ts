import { expect, test } from 'vitest';
import { ImportAnswer, refusalsIn, renamedIn } from './import-answer.ts';

function answerWith(errors: object[]) {
  return ImportAnswer.parse({ success: false, successCount: 3, errors });
}

test.each([
  [{ type: 'missing_references', references: [{ type: 'search', id: 'a' }] }, 'links/l: search/a is missing'],
  [{ type: 'unknown', message: 'No room.', statusCode: 507 }, 'links/l: No room.'],
  [{ type: 'conflict' }, 'links/l: there is one already, which Kibana does not overwrite'],
  [{ type: 'ambiguous_conflict', destinations: [] }, 'links/l: there are several copies of it'],
  [{ type: 'of_the_future' }, 'links/l: of_the_future'],
])('a refusal of %j', (error, expected) => {
  expect(refusalsIn(answerWith([{ type: 'links', id: 'l', title: 'T', meta: {}, error }]))).toEqual([
    expected,
  ]);
});

test('objects under other ids are found, new ones told from overwritten ones', () => {
  const answer = ImportAnswer.parse({
    success: true,
    successResults: [
      { type: 'tag', id: 'a' },
      { type: 'tag', id: 'b', destinationId: 'b' },
      { type: 'tag', id: 'c', destinationId: 'x', managed: true },
      { type: 'tag', id: 'd', destinationId: 'y', overwrite: true },
    ],
  });
  expect(renamedIn(answer)).toEqual([
    { type: 'tag', id: 'c', destinationId: 'x', isNew: true },
    { type: 'tag', id: 'd', destinationId: 'y', isNew: false },
  ]);
});
