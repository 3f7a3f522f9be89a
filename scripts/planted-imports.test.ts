/** Each rule of imports is shown to hold: a copy of src gets a forbidden import for each, and the rule must find it. */

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import rules from '../.dependency-cruiser.ts';

/** `imports`: a file, or a package. A file `target.ts` is planted too, so that no rule depends on a file's name. */
type Plant = { rule: string; file: string; imports: string };

const PLANTS: readonly Plant[] = [
  { rule: 'no-circle', file: 'domain/model/one.ts', imports: 'src/domain/model/other.ts' },
  { rule: 'rooms-in-order', file: 'domain/ledger/a.ts', imports: 'src/domain/questions/target.ts' },
  { rule: 'rooms-in-order', file: 'ingest/sending/a.ts', imports: 'src/ingest/round/target.ts' },
  { rule: 'room-by-its-face', file: 'output/f.ts', imports: 'src/domain/formats/runlens/target.ts' },
  { rule: 'room-by-its-face', file: 'ingest/reading/a.ts', imports: 'src/domain/rows/target.ts' },
  { rule: 'room-by-its-face', file: 'ingest/round/e.ts', imports: 'src/ingest/judging/target.ts' },
  { rule: 'room-by-its-face', file: 'ingest/round/f.ts', imports: 'src/ingest/ledger/target.ts' },
  { rule: 'room-by-its-face', file: 'ingest/round/g.ts', imports: 'src/ingest/reading/target.ts' },
  { rule: 'room-by-its-face', file: 'commands/watch/a.ts', imports: 'src/ingest/round/target.ts' },
  { rule: 'room-by-its-face', file: 'ingest/round/h.ts', imports: 'src/ingest/sending/target.ts' },
  { rule: 'room-by-its-face', file: 'commands/watch/b.ts', imports: 'src/ingest/watching/target.ts' },
  { rule: 'domain-is-pure', file: 'domain/a.ts', imports: 'src/ingest/ports/target.ts' },
  { rule: 'domain-is-pure', file: 'domain/b.ts', imports: 'src/output/target.ts' },
  { rule: 'domain-is-pure', file: 'domain/c.ts', imports: 'pino' },
  { rule: 'domain-is-pure', file: 'domain/d.ts', imports: 'node:path' },
  { rule: 'pipeline-imports-the-domain-only', file: 'ingest/round/a.ts', imports: 'src/adapters/target.ts' },
  { rule: 'pipeline-imports-the-domain-only', file: 'ingest/round/b.ts', imports: 'src/config/target.ts' },
  { rule: 'pipeline-imports-the-domain-only', file: 'ingest/round/c.ts', imports: 'zod' },
  { rule: 'pipeline-imports-the-domain-only', file: 'ingest/round/d.ts', imports: 'node:fs' },
  { rule: 'adapters-serve-ports', file: 'adapters/fs/a.ts', imports: 'src/ingest/target.ts' },
  { rule: 'adapters-serve-ports', file: 'adapters/fs/b.ts', imports: 'src/commands/status/target.ts' },
  { rule: 'adapters-serve-ports', file: 'adapters/fs/c.ts', imports: 'src/process/target.ts' },
  { rule: 'leaves-know-the-domain-at-most', file: 'output/a.ts', imports: 'src/config/target.ts' },
  { rule: 'leaves-know-the-domain-at-most', file: 'config/a.ts', imports: 'src/adapters/target.ts' },
  { rule: 'leaves-know-the-domain-at-most', file: 'process/a.ts', imports: 'src/commands/status/target.ts' },
  { rule: 'commands-do-not-know-their-caller', file: 'commands/status/a.ts', imports: 'src/main.ts' },
  { rule: 'commands-do-not-know-their-caller', file: 'commands/status/b.ts', imports: 'src/program.ts' },
  { rule: 'demo-server-is-apart', file: 'commands/demo/server/a.ts', imports: 'src/adapters/target.ts' },
  {
    rule: 'only-the-demo-starts-servers',
    file: 'commands/status/c.ts',
    imports: 'src/commands/demo/server/target.ts',
  },
  { rule: 'only-main-imports-the-command-line', file: 'planted.ts', imports: 'src/program.ts' },
  { rule: 'only-the-process-imports-main', file: 'planted-too.ts', imports: 'src/main.ts' },
  { rule: 'no-development-dependency', file: 'output/b.ts', imports: 'fast-check' },
  { rule: 'no-test-code', file: 'output/c.ts', imports: 'src/output/planted.test.ts' },
  { rule: 'no-test-code', file: 'output/d.ts', imports: 'scripts/planted.ts' },
  { rule: 'no-unknown-import', file: 'output/e.ts', imports: 'src/output/missing.ts' },
];

type Violation = { rule: string; from: string };

let folder: string;
let violations: Violation[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-imports-'));
  const copied = ['src', 'package.json', 'tsconfig.json', '.dependency-cruiser.ts'];
  await Promise.all(
    copied.map((name) => cp(name, join(folder, name), { recursive: true, filter: isNoTest })),
  );
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  for (const { file, imports } of PLANTS) {
    await plant(file, imports);
    if (imports.endsWith('/target.ts'))
      await writeFile(join(folder, imports), 'export type Planted = true;\n');
  }
  await plant('domain/model/other.ts', 'src/domain/model/one.ts');
  await plant('output/planted.test.ts', 'src/output/text.ts');
  await mkdir(join(folder, 'scripts'));
  await plant('../scripts/planted.ts', 'src/output/text.ts');
  violations = await findViolations();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(PLANTS)('$rule: $file must not import $imports', ({ rule, file }) => {
  expect(violations).toContainEqual({ rule, from: `src/${file}` });
});

test('a file that nothing imports is found', () => {
  expect(violations).toContainEqual({ rule: 'no-unused-file', from: 'src/output/a.ts' });
});

test('every rule has a forbidden import here', () => {
  const planted = new Set(PLANTS.map(({ rule }) => rule).concat('no-unused-file'));
  expect([...planted].toSorted()).toEqual([...new Set(rules.forbidden.map(({ name }) => name))].toSorted());
});

test('what is not planted keeps the rules', () => {
  const planted = new Set([...PLANTS.map(({ file }) => `src/${file}`), 'src/domain/model/other.ts']);
  expect(violations.filter(({ from }) => !planted.has(from) && !from.endsWith('/target.ts'))).toEqual([]);
});

/** Tests import files that are not copied. */
function isNoTest(path: string): boolean {
  return !path.endsWith('.test.ts');
}

/** An import of a type, which is erased before the program runs: the rules must see it. */
async function plant(file: string, imports: string): Promise<void> {
  const path = join('src', file);
  const isFile = /^(src|scripts)\//.test(imports);
  const specifier = isFile ? relative(dirname(path), imports) : imports;
  const relativeSpecifier = isFile && !specifier.startsWith('.') ? `./${specifier}` : specifier;
  await writeFile(join(folder, path), `export type { Planted } from '${relativeSpecifier}';\n`);
}

async function findViolations(): Promise<Violation[]> {
  const commandLine = ['--config', '.dependency-cruiser.ts', '--output-type', 'json', 'src'];
  // It ends with the number of violations as its exit code.
  const { stdout } = await promisify(execFile)('depcruise', commandLine, {
    cwd: folder,
    env: { ...process.env, PATH: `${join(process.cwd(), 'node_modules/.bin')}:${process.env['PATH']}` },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule: { name }, from, to }) => ({
    rule: name,
    from: name === 'no-unused-file' ? to : from,
  }));
}
