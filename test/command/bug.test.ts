/** A bug: an exception, here because the package is damaged. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { runMain } from '../support/run-main.ts';
import { test } from '../support/test.ts';

test.for([
  [{ url: 'https://example.org/bugs' }, / at https:\/\/example\.org\/bugs,/],
  ['https://example.org/bugs', / at https:\/\/example\.org\/bugs,/],
  [undefined, /report it, with/],
] as const)('is to be reported where package.json says: %j', async ([bugs, where], { folder }) => {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ version: '1.0.0', bugs }));
  const packageFolder = pathToFileURL(`${folder}/`);
  const { exitCode, stdout, stderr } = await runMain(['setup-dashboards'], { packageFolder });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(
    /^runlens: unexpected error: There are no dashboards .*\n {2}This is a bug in runlens: /,
  );
  expect(stderr).toMatch(where);
});
