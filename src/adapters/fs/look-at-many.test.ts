import { writeFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../../../test/support/test.ts';
import { createLookAtMany, type Look } from './look-at-many.ts';

let root: string;
test.beforeEach(({ folder }) => {
  root = folder;
});

function told(look: Look | undefined) {
  return typeof look === 'object' ? [look.isFile(), look.size, look.isSymbolicLink()] : look;
}

/** Each call is so many milliseconds after the one before. */
function clockOf(step: number): () => number {
  let at = 0;
  return () => {
    at += step;
    return at;
  };
}

test.each([
  ['answers at once', 0],
  ['answers late', 20],
])('where the file system %s, all are looked at, in order', async (_, step) => {
  const paths = Array.from({ length: 3000 }, (_, n) => join(root, `${n}`));
  for (const [n, path] of paths.entries()) if (n % 3 !== 0) writeFileSync(path, 'x'.repeat(n % 7));
  await mkdir(join(root, 'folder'));
  await symlink(join(root, '1'), join(root, 'link'));
  const others = ['folder', 'link', '1/below', 'folder/missing'].map((name) => join(root, name));
  const looks = await createLookAtMany(clockOf(step))([...paths, ...others]);
  expect(looks.slice(0, 3000).map(told)).toEqual(
    paths.map((_path, n) => (n % 3 === 0 ? 'ENOENT' : [true, BigInt(n % 7), false])),
  );
  expect(looks.slice(3000).map(told)).toEqual([
    [false, expect.any(BigInt), false],
    [false, expect.any(BigInt), true],
    'ENOTDIR',
    'ENOENT',
  ]);
});

test('others have their turn while many are looked at', async () => {
  await writeFile(join(root, 'a'), '');
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 0);
  await createLookAtMany()(Array.from({ length: 50_000 }, () => join(root, 'a')));
  clearInterval(counting);
  expect(turns).toBeGreaterThan(2);
});
