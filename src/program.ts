/** The command line: the commands there are, the options that all of them have, and the help. */

import { Command, Option, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { bestCommand } from './commands/best/command.ts';
import { configCommand } from './commands/config/command.ts';
import { demoCommand } from './commands/demo/command.ts';
import { ingestCommand } from './commands/ingest/command.ts';
import { schemaCommand } from './commands/schema/command.ts';
import { setupDashboardsCommand } from './commands/setup-dashboards/command.ts';
import { setupIndicesCommand } from './commands/setup-indices/command.ts';
import type { GlobalOptions, Run } from './commands/shared/invocation.ts';
import { statusCommand } from './commands/status/command.ts';
import { validateCommand } from './commands/validate/command.ts';
import { watchCommand } from './commands/watch/command.ts';
import { worstImagesCommand } from './commands/worst-images/command.ts';
import { FORMATS } from './output/format.ts';

/** In the order of the help. */
const COMMANDS: readonly ((run: Run) => CommandUnknownOpts)[] = [
  validateCommand,
  setupIndicesCommand,
  setupDashboardsCommand,
  ingestCommand,
  watchCommand,
  statusCommand,
  bestCommand,
  worstImagesCommand,
  schemaCommand,
  configCommand,
  demoCommand,
];

/** @param start calls what a command does, with the options that all commands have */
export function createProgram(
  version: string,
  start: (work: Parameters<Run>[0], options: GlobalOptions) => Promise<void>,
): Command {
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
  for (const declare of COMMANDS) {
    const command = declare((work) => start(work, program.opts()));
    // An error in the options of a command points to the help of that command.
    program.addCommand(command.showHelpAfterError(`(see runlens ${command.name()} --help)`));
  }
  return program;
}

const HELP = `
Credentials come from the environment: ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and
ELASTICSEARCH_PASSWORD; ELASTICSEARCH_CA_FILE. The same with KIBANA_. Exit codes: 0 done; 1 done,
but some input was rejected; 2 could not do it; 130 or 143 stopped by a signal.`;
