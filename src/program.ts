/** The command line: names, options, help. What a command does is given to it. */

import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { SCHEMAS, type SchemaName } from './commands/schema/schema.ts';
import type { SetupDashboardsArguments } from './commands/setup-dashboards/run.ts';
import { isSpaceId } from './domain/dashboards/names.ts';
import { FORMATS, type Format } from './output/format.ts';

export type GlobalOptions = {
  config?: string | undefined;
  elasticsearch?: string | undefined;
  prefix?: string | undefined;
  format?: Format | undefined;
  logLevel?: string | undefined;
  debug?: boolean | undefined;
};

export type WorstImagesArguments = {
  project?: string;
  run?: string;
  split: string;
  metric?: string;
  count: number;
};

export type WatchArguments = { setup: boolean; poll?: string; onDelete?: string; statusPort?: string };

export type Handlers = {
  validate: (paths: string[], options: { root?: string }, all: GlobalOptions) => Promise<void>;
  setupIndices: (all: GlobalOptions) => Promise<void>;
  setupDashboards: (options: SetupDashboardsArguments, all: GlobalOptions) => Promise<void>;
  ingest: (folder: string, options: { setup: boolean }, all: GlobalOptions) => Promise<void>;
  watch: (folder: string, options: WatchArguments, all: GlobalOptions) => Promise<void>;
  status: (folder: string | undefined, all: GlobalOptions) => Promise<void>;
  best: (options: { project?: string | undefined; top: number }, all: GlobalOptions) => Promise<void>;
  worstImages: (options: WorstImagesArguments, all: GlobalOptions) => Promise<void>;
  schema: (name: SchemaName, all: GlobalOptions) => Promise<void>;
  config: (all: GlobalOptions) => Promise<void>;
  demo: (options: { keep?: true; elasticsearchVersion?: string }, all: GlobalOptions) => Promise<void>;
};

/** The most documents that one search returns; Elasticsearch's own limit. */
const MOST_ROWS = 10_000;

const DEFAULT_TOP = 10;

export function createProgram(version: string, handlers: Handlers): Command {
  const program = new Command('runlens')
    .description(
      'Makes the results of machine-learning runs rankable, comparable and explorable in Elasticsearch and Kibana.',
    )
    .version(version)
    .option('--config <file>', 'configuration file (default: runlens.config.json, if there is one)')
    .option('--elasticsearch <url>', 'URL of Elasticsearch; several nodes comma-separated')
    .option('--prefix <name>', 'what the names of all indices begin with')
    .addOption(
      new Option('--format <format>', 'form of the result (default: table on a terminal, else json)').choices(
        FORMATS,
      ),
    )
    .addOption(
      new Option('--log-level <level>', 'least level that is logged').choices([
        'debug',
        'info',
        'warn',
        'error',
      ]),
    )
    .option('--debug', 'stack traces with unexpected errors')
    .addHelpText('after', HELP)
    .showHelpAfterError('(see runlens --help)');

  const all = () => program.opts() as GlobalOptions;

  program
    .command('validate')
    .description('check result files as ingest would; needs no Elasticsearch')
    .argument('<path...>', 'files or folders')
    .option('--root <folder>', 'the watched folder, which default names come from')
    .action((paths, options) => handlers.validate(paths, options, all()));
  program
    .command('setup-indices')
    .description('create templates, indices and aliases; repeatable')
    .action(() => handlers.setupIndices(all()));
  program
    .command('setup-dashboards')
    .description('bring data views, visualizations and dashboards into Kibana; repeatable')
    .option('--kibana <url>', 'URL of Kibana, base path included')
    .option('--space <id>', 'space of Kibana (default: its default space)', spaceId)
    .option('--editable', 'let people change the objects in Kibana, instead of clones of them')
    .option('--prune', 'delete what an earlier version installed and this one does not have')
    .option('--dry-run', 'say what would be done, and write nothing')
    .option('--force', 'overwrite also what was edited in Kibana')
    .option('--wait <seconds>', 'how long to wait for a Kibana that is not ready', waitingTime, 60)
    .action((options) => handlers.setupDashboards(options, all()));
  program
    .command('ingest')
    .description('read what is new or changed in a folder, once')
    .argument('<folder>', 'folder with result files')
    .option('--no-setup', 'leave the indices as they are')
    .action((folder, options) => handlers.ingest(folder, options, all()));
  program
    .command('watch')
    .description('keep reading what is new or changed in a folder')
    .argument('<folder>', 'folder with result files')
    .option('--poll <seconds>', 'scan at this interval instead of being notified; for network shares')
    .addOption(
      new Option('--on-delete <what>', 'what becomes of a run whose file is deleted').choices([
        'keep',
        'remove',
      ]),
    )
    .option(
      '--status-port <port>',
      'answer /live, /ready and /metrics on this port of the loopback interface',
    )
    .option('--no-setup', 'leave the indices as they are')
    .action((folder, options) => handlers.watch(folder, options, all()));
  program
    .command('status')
    .description('what became of the files: indexed, rejected and why, waiting')
    .argument('[folder]', 'count also the files of this folder that are still to be read')
    .action((folder) => handlers.status(folder, all()));
  program
    .command('best')
    .description('the ranking of a project, or, without --project, the best run of each')
    .option('--project <name>', 'one project')
    .option('--top <n>', `how many runs of that project (default: ${DEFAULT_TOP})`, numberUpTo(MOST_ROWS))
    .action(async ({ project, top }, command) => {
      // Of each project there is one run: to leave the number aside would be to answer another question.
      if (project === undefined && top !== undefined)
        command.error('error: --top needs --project: without it, best shows one run of each project');
      await handlers.best({ project, top: top ?? DEFAULT_TOP }, all());
    });
  program
    .command('worst-images')
    .description('the images on which the best run does worst')
    .option('--project <name>', 'one project')
    .option('--run <id>', 'this run instead of the best')
    .option('--split <name>', 'split of the images', 'validation')
    .option('--metric <name>', 'image metric instead of the primary one')
    .option('--count <n>', 'how many images', numberUpTo(MOST_ROWS), 100)
    .action((options) => handlers.worstImages(options, all()));
  program
    .command('schema')
    .description('print the JSON Schema of a result file, a project file or the configuration')
    .addArgument(program.createArgument('<name>', 'which schema').choices(SCHEMAS))
    .action((name) => handlers.schema(name, all()));
  program
    .command('config')
    .description('print the configuration in force and where each value came from')
    .action(() => handlers.config(all()));
  program
    .command('demo')
    .description('start a real Elasticsearch, ingest the example results, show what can be asked')
    .option('--keep', 'then go on watching the folder until Ctrl-C')
    .option('--elasticsearch-version <version>', 'version to start')
    .action((options) => handlers.demo(options, all()));
  // What is wrong with a command's options, its own help answers.
  for (const command of program.commands)
    command.showHelpAfterError(`(see runlens ${command.name()} --help)`);
  return program;
}

function numberUpTo(most: number) {
  return (text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1 || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
    }
    return number;
  };
}

function spaceId(text: string): string {
  if (isSpaceId(text)) return text;
  throw new InvalidArgumentError('It must be the id of a space: lower-case letters, digits, "-" and "_".');
}

/** Far from where timers overflow. */
const LONGEST_WAIT_SECONDS = 86_400;

function waitingTime(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= LONGEST_WAIT_SECONDS) return seconds;
  throw new InvalidArgumentError(`It must be a number of seconds from 0 to ${LONGEST_WAIT_SECONDS}.`);
}

const HELP = `
Credentials come from the environment: ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and
ELASTICSEARCH_PASSWORD; ELASTICSEARCH_CA_FILE. The same with KIBANA_. Exit codes: 0 done; 1 done,
but some input was rejected; 2 could not do it; 130 or 143 stopped by a signal.`;
