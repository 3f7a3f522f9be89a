/** Whatever the order in which files arrive, the same documents come of them. */

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { differences, dump, type Dump } from '../support/dump.ts';
import { copyExamples, moveFiles, resultFiles } from '../support/examples.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

/** Of the two projects with many images some runs, the third whole. */
function wanted(path: string) {
  return (
    path.startsWith('macro-forecast/') ||
    /^digit-c.*-00[02]\.json$|^digit-s.*(-\d\d[02468]\.|project\.json)/.test(path)
  );
}

const PROJECT_FILE = 'digit-segmentation/project.json';

describe('the order of arrival', () => {
  let workspace: Workspace;
  let atOnce: Dump;
  let files: string[];

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    await copyExamples(workspace.folder, wanted);
    files = await resultFiles(workspace.folder);
    await workspace.cli('ingest', workspace.folder);
    atOnce = await dump(workspace.url, workspace.prefix);
    await moveFiles(files, workspace.folder, workspace.aside);
  });
  afterAll(() => workspace.remove());

  /** Puts groups of files into the folder, one group after the other, with an ingest after each. */
  async function arrive(groups: readonly (readonly string[])[]): Promise<Dump> {
    const prefix = workspace.newPrefix();
    try {
      for (const group of groups) {
        await moveFiles(group, workspace.aside, workspace.folder);
        const { exitCode, json } = await workspace.withPrefix(prefix, 'ingest', workspace.folder);
        expect({ exitCode, json }).toMatchObject({ exitCode: 0, json: { errors: [] } });
      }
      return await dump(workspace.url, prefix);
    } finally {
      await moveFiles(await resultFiles(workspace.folder), workspace.folder, workspace.aside);
    }
  }

  const withItsSideFile = (paths: readonly string[]) =>
    paths.flatMap((path) => {
      const sideFile = path.replace(/\.json$/, '.images.ndjson');
      return files.includes(sideFile) ? [path, sideFile] : [path];
    });
  const runsAndProjects = () => files.filter((path) => path.endsWith('.json'));

  test('there is something to compare', () => {
    expect(atOnce.size).toBeGreaterThan(10_000);
    expect(new Set([...atOnce.values()].map(({ index }) => index)).size).toBe(5);
  });

  test('the last run first', async () => {
    const paths = runsAndProjects().toReversed();
    const quarter = Math.ceil(paths.length / 4);
    const groups = [0, 1, 2, 3].map((n) => withItsSideFile(paths.slice(n * quarter, (n + 1) * quarter)));
    expect(differences(atOnce, await arrive(groups))).toEqual([]);
  });

  test('every other file, then the rest, then the project file', async () => {
    const paths = runsAndProjects().filter((path) => path !== PROJECT_FILE);
    const groups = [0, 1].map((odd) => withItsSideFile(paths.filter((_, index) => index % 2 === odd)));
    expect(differences(atOnce, await arrive([...groups, [PROJECT_FILE]]))).toEqual([]);
  });
});
