/** Exit codes, messages and forms of output: the contract that scripts lean on. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { goodRun } from '../support/bad-files.ts';
import { startCli, runCli } from '../support/run-cli.ts';
import { runMain } from '../support/run-main.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

/** A naive reader of RFC 4180. */
const readCsv = (text: string) =>
  text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    );

describe('the command line', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    await mkdir(join(workspace.folder, 'p'));
    for (const [id, accuracy] of [
      ['a', 0.5],
      ['with "quotes", and commas', 0.6],
    ] as const) {
      const images = [{ id: `image of ${id}`, split: 'validation', metrics: { iou: accuracy } }];
      const run = goodRun(id, { metrics: { validation: { accuracy } }, images });
      await writeFile(join(workspace.folder, 'p', `${accuracy}.json`), run);
    }
    const { exitCode } = await workspace.cli('ingest', workspace.folder);
    expect(exitCode).toBe(0);
  });
  afterAll(() => workspace.remove());

  test.concurrent.each([
    [['best', '--project', 'q'], /no run of project "q".*\bp\b/],
    [['worst-images', '--project', 'q'], /"q"/],
    [['worst-images', '--run', 'nobody'], /no run "nobody"/],
    [['worst-images', '--metric', 'iuo'], /no metric "iuo"[^]*iou/],
    [['worst-images', '--split', 'test'], /split "test"/],
    [['best', '--nonsense'], /unknown option.*--nonsense/],
    [['best', '--top', '0'], /--top.*1 to/],
    [['best', '--top', 'ten'], /--top.*ten/],
    [['best', '--top', '1.5'], /--top/],
    [['best', '--top', '10001'], /--top.*10000/],
    [['best', '--top', '10'], /--top needs --project/],
    [['worst-images', '--count', '-1'], /--count/],
    [['--format', 'yaml', 'best'], /format.*table, json, csv/],
    [['nonsense'], /unknown command.*nonsense/],
    [['best', 'surplus'], /too many arguments|surplus/],
    [['ingest'], /missing.*folder/],
    [['ingest', '/there/is/no/such/folder'], /\/there\/is\/no\/such\/folder.*no such/],
    [['watch', '/there/is/no/such/folder'], /no such/],
    [['validate', '/there/is/no/such/file.json'], /\/there\/is\/no\/such\/file\.json/],
    [['schema', 'nonsense'], /run, project, config/],
    [['worst-images', '--top', '3'], /unknown option.*\n.*see runlens worst-images --help/],
    [['--prefix', 'Upper-Case', 'best'], /prefix.*lower-case/],
    [['--elasticsearch', 'ftp://x', 'best'], /--elasticsearch.*must be a URL/],
  ])('%j is exit code 2 and a sentence', async (args, message) => {
    const { exitCode, stdout, stderr } = await workspace.cli(...args);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(message),
    });
    expect(stderr).not.toMatch(/\n\s+at |bug/);
  });

  test.concurrent.each([[['--help']], [['--version']], [['best', '--help']], [['help', 'ingest']]])(
    '%j is exit code 0',
    async (args) => {
      const { exitCode, stdout, stderr } = await runMain(args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).not.toBe('');
    },
  );

  test.concurrent('help names every command of the contract', async () => {
    const { stdout } = await runMain(['--help']);
    for (const command of ['validate', 'setup-indices', 'ingest', 'watch', 'status', 'best', 'worst-images'])
      expect(stdout).toContain(command);
  });

  test.concurrent.each([
    [['best', '--project', 'p'], 2],
    [['best'], 1],
    [['worst-images'], 1],
    [['status'], 1],
  ])('--format csv of %j parses', async (args, rows) => {
    const { exitCode, stdout } = await workspace.cli('--format', 'csv', ...args);
    expect(exitCode).toBe(0);
    const [head = [], ...body] = readCsv(stdout);
    expect(head.length).toBeGreaterThan(2);
    expect(new Set(head).size).toBe(head.length);
    expect(body.map((row) => row.length)).toEqual(Array.from({ length: rows }, () => head.length));
  });

  test.concurrent('csv keeps names and numbers as they are', async () => {
    const { stdout } = await workspace.cli('--format', 'csv', 'best', '--project', 'p');
    const [head = [], first = []] = readCsv(stdout);
    expect(first[head.indexOf('id')]).toBe('with "quotes", and commas');
    expect(first[head.indexOf('validation')]).toBe('0.6');
  });

  test.concurrent('a table has the same in it, in one line a row', async () => {
    const { exitCode, stdout } = await workspace.cli('--format', 'table', 'best', '--project', 'p');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/with "quotes", and commas.*0\.6/);
  });

  test.concurrent('a table that nobody sees is not folded, unless COLUMNS says how wide it may be', async () => {
    const path = join(workspace.aside, 'wide.config.json');
    const url = `https://${'long.'.repeat(40)}example`;
    await writeFile(path, JSON.stringify({ outputs: { base_url: url } }));
    const args = ['--config', path, '--format', 'table', 'config'];
    expect((await runMain(args, { environment: { COLUMNS: '' } })).stdout).toContain(url);
    const narrow = await runMain(args, { environment: { COLUMNS: '90' } });
    expect(Math.max(...narrow.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
  });

  test.concurrent('ingest counts project files under their name', async () => {
    const { stdout } = await workspace.cli('--format', 'table', 'ingest', workspace.folder);
    expect(stdout).toMatch(/ project files /);
  });

  test.concurrent('a bad configuration file: all its errors at once', async () => {
    const path = join(workspace.aside, 'bad.config.json');
    await writeFile(
      path,
      JSON.stringify({
        elasticsearch: { nodes: ['nonsense'], request_timeout_seconds: -1, colour: 'red' },
        prefix: 'Upper',
        watch: { poll_seconds: 'often' },
        log_level: 'loud',
      }),
    );
    const { exitCode, stdout, stderr } = await runMain(['--config', path, 'config']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    for (const key of ['nodes', 'request_timeout_seconds', 'colour', 'prefix', 'poll_seconds', 'log_level'])
      expect(stderr).toContain(key);
    expect(stderr).toContain(path);
  });

  test.concurrent('a configuration file that is missing or no JSON', async () => {
    const path = join(workspace.aside, 'broken.config.json');
    await writeFile(path, '{"prefix": ');
    for (const [file, message] of [
      [path, /broken\.config\.json/],
      [`${path}.none`, /broken\.config\.json\.none/],
    ] as const) {
      const { exitCode, stderr } = await runMain(['--config', file, 'config']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(message) });
    }
  });

  test.concurrent('flags win over the environment, that over the file, and secrets stay hidden', async () => {
    const path = join(workspace.aside, 'good.config.json');
    await writeFile(path, JSON.stringify({ prefix: 'file', log_level: 'warn', watch: { scan_seconds: 5 } }));
    const environment = {
      RUNLENS_PREFIX: 'environment',
      ELASTICSEARCH_URL: 'https://somewhere:9200',
      ELASTICSEARCH_API_KEY: 's3cret',
    };
    const { exitCode, stdout, stderr } = await runMain(['--config', path, '--format', 'json', 'config'], {
      environment,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('environment');
    expect(stdout).toContain('somewhere:9200');
    expect(stdout).toContain('warn');
    expect(stdout).not.toContain('s3cret');
    const flagged = await runMain(['--config', path, '--prefix', 'flag', 'config'], { environment });
    expect(flagged.stdout).toContain('"flag"');
  });

  test.concurrent.each(['run', 'project', 'config'])('schema %s is a JSON Schema', async (name) => {
    const { exitCode, json } = await runMain(['schema', name]);
    expect({ exitCode, json }).toMatchObject({
      exitCode: 0,
      json: { $schema: expect.stringContaining('json-schema.org'), type: 'object' },
    });
  });

  test.concurrent('an interrupted ingest leaves with 143 and can be done again', async () => {
    const args = [
      '--elasticsearch',
      workspace.url,
      '--prefix',
      workspace.newPrefix(),
      'ingest',
      workspace.folder,
    ];
    const ingest = startCli(args);
    ingest.signal('SIGTERM');
    const { exitCode } = await ingest.result;
    // Before its handlers stand, the signal ends the process itself: there is no exit code then.
    expect([null, 143]).toContain(exitCode);
    expect((await runCli(args)).json).toMatchObject({ files: 2, rejected: 0 });
  });
});
