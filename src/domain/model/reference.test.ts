import { expect, test } from 'vitest';
import { resolveReference } from './reference.ts';

test.each([
  ['images/a.png', 'digits/svm.json', 'digits/images/a.png'],
  ['./images//a.png', 'digits/deep/svm.json', 'digits/deep/images/a.png'],
  ['../shared/a.png', 'digits/deep/svm.json', 'digits/shared/a.png'],
  ['a.png', 'svm.json', 'a.png'],
  ['images\\a.png', 'digits/svm.json', 'digits/images/a.png'],
  // Outside the watched folder: it stays visible as such, and no folder is invented.
  ['../../../a.png', 'digits/svm.json', '../../a.png'],
  ['https://host/a b.png?x=../y', 'digits/svm.json', 'https://host/a b.png?x=../y'],
  ['s3://bucket/a.png', 'digits/svm.json', 's3://bucket/a.png'],
  ['/data/a.png', 'digits/svm.json', '/data/a.png'],
  ['größe %20.png', 'digits/svm.json', 'digits/größe %20.png'],
  ['', 'digits/svm.json', undefined],
  [null, 'digits/svm.json', undefined],
  [undefined, 'digits/svm.json', undefined],
])('%j in %s is %j', (reference, runPath, resolved) => {
  expect(resolveReference(reference, runPath)).toBe(resolved);
});
