import { expect, test } from 'vitest';
import { adviceFor } from './advice.ts';
import { indexInTheWay, type Conflict } from './conflict.ts';

const older: Conflict = {
  type: 'older-version',
  id: 'p-scores',
  index: 'p-scores-v1',
  found: 1,
  known: 2,
  reason: '',
};
const differs: Conflict = { type: 'mapping-differs', id: 'p-images-v2', differences: [], reason: '' };

test('all outdated indices are deleted by one command', () => {
  expect(adviceFor([older, indexInTheWay('p-files'), differs])).toContain(
    ' curl -X DELETE "$ELASTICSEARCH_URL/p-scores-v1,p-images-v2"\n',
  );
});

test('only an older version was created by another version of the program', () => {
  expect(adviceFor([older])).toContain('the version of runlens that created the indices');
  expect(adviceFor([differs])).not.toContain('the version of runlens that created the indices');
});

test('where nothing is outdated, there is nothing to add to the reasons', () => {
  expect(adviceFor([indexInTheWay('p-files')])).toBeUndefined();
});
