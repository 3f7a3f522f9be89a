/** A process of its own that watches the folder in its argument and prints a line of JSON for all that it is told. */

import { watchFolders } from '../../src/adapters/fs/watch-folders.ts';

const [root = ''] = process.argv.slice(2);

function tell(...told: unknown[]): void {
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

watchFolders(root, {
  hint: (path) => tell('hint', path),
  ready: () => tell('ready'),
  up: (isUp, reason) => tell('up', isUp, reason),
});
