/** The built program as a process: exit codes, pipes, and what is loaded at its start. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { test } from '../support/test.ts';

describe('the exit code', () => {
  test.for([
    [['--version'], 0],
    [['nonsense'], 2],
  ] as const)('of %j is %d', async ([args, exitCode]) => {
    expect(await runCli(args)).toMatchObject({ exitCode });
  });

  test('is 1 where a file is rejected', async ({ folder }) => {
    const path = join(folder, 'bad.json');
    await writeFile(path, '{');
    expect(await runCli(['validate', path])).toMatchObject({ exitCode: 1, json: { rejected: [{ path }] } });
  });

  test('is 0 where the reader closes the pipe early', async () => {
    const wrapper = ['bash', '-c', '"$@" | true; echo ${PIPESTATUS[0]}', 'bash'];
    expect(await runCli(['schema', 'run'], { wrapper })).toMatchObject({ stdout: '0\n', stderr: '' });
  });
});

/** Packages that take long to load, and that most commands do not need. */
const HEAVY = new Set([
  '@elastic/elasticsearch',
  'chokidar',
  'cli-table3',
  'pino',
  'pino-pretty',
  'prom-client',
  'zod',
]);

async function loadedBy(args: readonly string[]): Promise<string[]> {
  const hook = new URL('../support/print-packages.ts', import.meta.url).href;
  const { stderr } = await runCli(args, { environment: { NODE_OPTIONS: `--import=${hook}` } });
  const packages = JSON.parse(stderr.split('\n').at(-1) ?? '') as string[];
  return packages.filter((name) => HEAVY.has(name));
}

describe('a command loads what it needs', () => {
  const example = fileURLToPath(
    new URL('../../examples/results/digit-classification/project.json', import.meta.url),
  );
  const noServer = ['--elasticsearch', 'http://127.0.0.1:9'];

  test.for([
    [['--help'], []],
    [['best', '--help'], []],
    [['schema', 'run'], ['zod']],
    [['config'], ['zod']],
    [
      ['--format', 'table', 'config'],
      ['cli-table3', 'zod'],
    ],
    [['validate', 'EXAMPLE'], ['zod']],
    [
      [...noServer, 'best'],
      ['@elastic/elasticsearch', 'zod'],
    ],
    [
      [...noServer, 'ingest', '.'],
      ['@elastic/elasticsearch', 'pino', 'zod'],
    ],
  ] as const)('%j: %j', async ([args, packages]) => {
    const named = args.map((word) => (word === 'EXAMPLE' ? example : word));
    expect(await loadedBy(named)).toEqual(packages);
  });
});
