import { expect, test } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

const ada = { isRoot: false, home: '/home/ada' };

test('the cache follows RUNLENS_CACHE, then XDG, then the home folder', () => {
  expect(cacheFolder({ RUNLENS_CACHE: '/big/disk', XDG_CACHE_HOME: '/xdg' }, ada)).toBe('/big/disk');
  expect(cacheFolder({ XDG_CACHE_HOME: '/xdg' }, ada)).toBe('/xdg/runlens');
  expect(cacheFolder({ XDG_CACHE_HOME: '' }, ada)).toBe('/home/ada/.cache/runlens');
  expect(cacheFolder({}, ada)).toBe('/home/ada/.cache/runlens');
});

test('root keeps servers where the user they run as can read them', () => {
  const root = { isRoot: true, home: '/root' };
  expect(cacheFolder({ XDG_CACHE_HOME: '/root/.cache' }, root)).toBe('/var/cache/runlens');
  expect(cacheFolder({ RUNLENS_CACHE: '/big/disk' }, root)).toBe('/big/disk');
});
