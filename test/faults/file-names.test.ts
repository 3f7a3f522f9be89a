/** Files that change their names, and files that say the same: the outcome is defined, and nothing is lost. */

import { copyFile, link, rename, rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { expectRun } from '../support/expect-run.ts';
import { stop } from '../support/fault-scenario.ts';
import { prepareFolder } from '../support/watched-folder.ts';

describe.concurrent('names of files', { timeout: 720_000 }, () => {
  test('20. a file that is renamed: its run stays, the old name is gone, the new one indexed', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, place, settled } = scenario;
    const daemon = await scenario.watch();
    for (const id of ['a', 'b']) await manifest.drop(id, 1);
    await settled();
    await rename(await place('p/a.json'), await place('p/deeper/renamed.json'));
    // Only its case.
    await rename(await place('p/b.json'), await place('p/B.json'));
    expectRun(manifest, 'a', 1, { path: 'p/deeper/renamed.json' });
    expectRun(manifest, 'b', 1, { path: 'p/B.json' });
    for (const path of ['p/a.json', 'p/b.json']) manifest.gone(path);
    await settled();
    // And back.
    await rename(await place('p/B.json'), await place('p/b.json'));
    expectRun(manifest, 'b', 1);
    manifest.gone('p/B.json');
    await settled();
    await stop(daemon);
  });

  test('20. a file that is renamed while removals are on: its run is not removed', async (context) => {
    const scenario = await prepareFolder(context, { delete_after_scans: 1, delete_limit: 1 });
    const { manifest, place, settled } = scenario;
    const daemon = await scenario.watch({ args: ['--on-delete', 'remove'] });
    for (const id of ['a', 'b', 'c']) await manifest.drop(id, 1);
    await settled();
    await rename(await place('p/a.json'), await place('p/renamed.json'));
    expectRun(manifest, 'a', 1, { path: 'p/renamed.json' });
    manifest.gone('p/a.json');
    await settled();
    await daemon.scans(4);
    await settled();
    await stop(daemon);
  });

  test('20. a file without an id of its own is another run under another name', async (context) => {
    const scenario = await prepareFolder(context);
    const { place, put, becomes, runs } = scenario;
    const daemon = await scenario.watch();
    await put('p/one.json', '{"schema":"runlens.run/1","metrics":{"validation":{"accuracy":0.5}}}');
    await becomes('p/one.json', /indexed/);
    await rename(await place('p/one.json'), await place('p/two.json'));
    await becomes('p/two.json', /indexed/);
    await becomes('p/one.json', /gone/);
    // What the file said under its first name stays, as with every file that goes.
    expect(await runs()).toEqual(['p/one', 'p/two']);
    await stop(daemon);
  });

  test.for([
    ['a hard link', link],
    ['a copy', copyFile],
  ] as const)(
    '20. %s: one of the two files tells the run, the other is named, and takes over when the first goes',
    async ([, duplicate], context) => {
      const scenario = await prepareFolder(context);
      const { manifest, place, settled } = scenario;
      const daemon = await scenario.watch();
      await manifest.drop('run', 1);
      await settled();
      await duplicate(await place('p/run.json'), await place('p/same.json'));
      manifest.name('p/same.json', /already told by p\/run\.json/);
      await settled();
      await rm(await place('p/run.json'));
      expectRun(manifest, 'run', 1, { path: 'p/same.json' });
      manifest.gone('p/run.json');
      await settled();
      await stop(daemon);
    },
  );

  test('20. two copies that are there at the start, and in one round', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, place, settled } = scenario;
    await manifest.drop('run', 1);
    await copyFile(await place('p/run.json'), await place('p/same.json'));
    manifest.name('p/same.json', /already told by p\/run\.json/);
    const daemon = await scenario.watch();
    await settled();
    // The one that was named is written anew as another run.
    await manifest.drop('other', 1, { path: 'p/same.json' });
    await settled();
    await stop(daemon);
  });

  test('20. two files that exchange their names', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, place, settled } = scenario;
    await manifest.drop('a', 1);
    await manifest.drop('b', 1);
    const daemon = await scenario.watch();
    await settled();
    const [a, b] = [await place('p/a.json'), await place('p/b.json')];
    await rename(a, `${a}.tmp`);
    await rename(b, a);
    await rename(`${a}.tmp`, b);
    expectRun(manifest, 'a', 1, { path: 'p/b.json' });
    expectRun(manifest, 'b', 1, { path: 'p/a.json' });
    await settled();
    await stop(daemon);
  });

  test('20. names that are odd, and still names', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, settled } = scenario;
    const daemon = await scenario.watch();
    const names = [
      'new\nline',
      'quo"te',
      'back\\slash',
      'größe',
      'gro\u0308ße',
      '📜',
      ' ',
      '%2e%2e',
      '-rf',
      'a'.repeat(240),
    ];
    for (const [n, name] of names.entries()) await manifest.drop(`run-${n}`, 1, { path: `p/${name}.json` });
    await settled();
    const lines = daemon.stderr().trimEnd().split('\n');
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    await stop(daemon);
  });

  test('20. a name that is not UTF-8 is indexed or named', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, place, entries } = scenario;
    await manifest.drop('run', 1);
    const odd = Buffer.concat([
      Buffer.from(await place('p/odd-')),
      Buffer.from([0xe9]),
      Buffer.from('.json'),
    ]);
    await copyFile(await place('p/run.json'), odd);
    const daemon = await scenario.watch();
    await scenario.becomes('p/run.json', /indexed/);
    await daemon.scans(2);
    const paths = [...(await entries()).keys()].join(' ');
    expect(`${paths} ${daemon.stderr()}`).toContain('p/odd-');
    await stop(daemon);
  });
});
