import { expect, test } from 'vitest';
import { physicalIndexOf, versionIn } from './names.ts';

test('the version comes back out of the name', () => {
  expect(versionIn(physicalIndexOf('team-a', 'images', 12), 'team-a', 'images')).toBe(12);
});

test.each([
  'runlens-images',
  'runlens-images-v',
  'runlens-images-v1-copy',
  'runlens-images-v01',
  'other-images-v1',
])('%s is no physical index of runlens-images', (name) => {
  expect(versionIn(name, 'runlens', 'images')).toBeUndefined();
});
