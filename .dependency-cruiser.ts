/**
 * Which file may import which: `npm run check:imports`. Imports of types count as well.
 *
 * `scripts/planted-imports.test.ts` plants a forbidden import for each rule and expects the rule to find it.
 *
 * @see https://github.com/sverweij/dependency-cruiser/blob/main/doc/rules-reference.md
 */

import type { IConfiguration } from 'dependency-cruiser';

const TEST = String.raw`\.test\.ts$`;

/** The files of a room that other rooms may import. Its page (README.md) describes them. */
const FACES = {
  'domain/formats': ['format', 'index', 'source', 'visible', 'runlens/json-schema'],
  'domain/rows': ['index'],
  'ingest/judging': ['judge-project', 'known-runs', 'rules', 'schedule'],
  'ingest/ledger': ['entries', 'keep-renewing', 'leases', 'ledger-view'],
  'ingest/reading': ['read-source'],
  'ingest/round': ['conflicts', 'outcome', 'pass', 'sweep', 'tally'],
  'ingest/sending': ['backfill', 'index-operation', 'outage', 'receipts', 'retrying', 'sender'],
  'ingest/watching': ['changed', 'misnamed'],
};

/** Each room may import the rooms before it: rooms that need each other would be one room. */
const DOMAIN_ROOMS = [
  'model',
  'text',
  'ledger',
  'judging',
  'indices',
  'documents',
  'rows',
  'formats',
  'sending',
  'questions',
  'dashboards',
];
const INGEST_ROOMS = ['ports', 'sending', 'ledger', 'reading', 'judging', 'round', 'watching'];

/** The two doors of the pipeline, which wire its rooms. */
const DOORS = String.raw`^src/ingest/[^/]+\.ts$`;

export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that need each other can be neither understood nor tested one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...roomsInOrder('domain', DOMAIN_ROOMS),
    ...roomsInOrder('ingest', INGEST_ROOMS),
    ...Object.entries(FACES).map(([room, files]) => ({
      name: 'room-by-its-face',
      comment: `Other rooms import ${files.join(', ')} of ${room} only, so that the rest can change freely.`,
      severity: 'error' as const,
      from: { path: '^src/', pathNot: [TEST, DOORS, `^src/${room}/`] },
      to: { path: `^src/${room}/`, pathNot: String.raw`^src/${room}/(${files.join('|')})\.ts$` },
    })),
    {
      name: 'domain-is-pure',
      comment: 'The domain maps values to values: zod and itself, no Node.js module, no other layer.',
      severity: 'error',
      from: program('domain/'),
      to: { pathNot: ['^src/domain/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'pipeline-imports-the-domain-only',
      comment:
        'The pipeline imports the domain and itself. It reaches everything else through ports, so that faults can be injected.',
      severity: 'error',
      from: program('ingest/'),
      to: { pathNot: ['^src/ingest/', '^src/domain/'] },
    },
    {
      name: 'adapters-serve-ports',
      comment:
        "Adapters know the domain and the pipeline's ports: no command, and nothing of how the pipeline works.",
      severity: 'error',
      from: program('adapters/'),
      to: { path: '^src/', pathNot: ['^src/adapters/', '^src/domain/', '^src/ingest/ports/'] },
    },
    {
      name: 'leaves-know-the-domain-at-most',
      comment: 'Output, configuration and the facts of the process know the domain at most.',
      severity: 'error',
      from: program('(output|config|process)/'),
      to: { path: '^src/', pathNot: ['^src/$1/', '^src/domain/'] },
    },
    {
      name: 'commands-do-not-know-their-caller',
      comment: 'A command is called by the command line and by other commands, and depends on neither way.',
      severity: 'error',
      from: program('commands/'),
      to: { path: String.raw`^src/[^/]+\.ts$` },
    },
    {
      name: 'demo-server-is-apart',
      comment: 'Starting an Elasticsearch for the demo and the tests needs nothing of runlens itself.',
      severity: 'error',
      from: program('commands/demo/server/'),
      to: { path: '^src/', pathNot: ['^src/commands/demo/server/', '^src/process/'] },
    },
    {
      name: 'only-the-demo-starts-servers',
      comment: 'The other commands use the Elasticsearch of their user.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, '^src/commands/demo/'] },
      to: { path: '^src/commands/demo/server/' },
    },
    {
      name: 'only-main-imports-the-command-line',
      comment: 'program.ts lists the commands; main.ts runs the one that is called.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, String.raw`^src/main\.ts$`] },
      to: { path: String.raw`^src/program\.ts$` },
    },
    {
      name: 'only-the-process-imports-main',
      comment: 'cli.ts is the process. Tests may call main, and nothing calls cli.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, String.raw`^src/cli\.ts$`] },
      to: { path: String.raw`^src/(main|cli)\.ts$` },
    },
    {
      name: 'no-development-dependency',
      comment: 'What only developers install is missing in an installed program.',
      severity: 'error',
      from: program(''),
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'no-test-code',
      comment: 'The program works without its tests, scripts and benchmarks.',
      severity: 'error',
      from: program(''),
      to: { path: [TEST, '^(test|scripts|bench)/'] },
    },
    {
      name: 'no-unused-file',
      comment: 'A file that the program never loads is dead, or belongs to the tests.',
      severity: 'error',
      from: { path: String.raw`^src/cli\.ts$` },
      to: { ...program(''), reachable: false },
    },
    {
      name: 'no-unknown-import',
      comment: 'An import that does not resolve escapes all other rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6'],
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
} satisfies IConfiguration;

/** Files of the program below a path of src, without their tests. */
function program(path: string): { path: string; pathNot: string } {
  return { path: `^src/${path}`, pathNot: TEST };
}

function roomsInOrder(layer: string, rooms: readonly string[]) {
  return rooms.slice(0, -1).map((room, position) => ({
    name: 'rooms-in-order',
    comment: `${layer}/${room} may import these rooms only: ${rooms.slice(0, position).join(', ') || 'none'}.`,
    severity: 'error' as const,
    from: program(`${layer}/${room}/`),
    to: {
      path: `^src/${layer}/(${rooms.slice(position + 1).join('|')})/`,
    },
  }));
}
