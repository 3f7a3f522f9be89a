/** The composition root: configuration → adapters → commands → printing. */

import { CommanderError } from '@commander-js/extra-typings';
import type { Client } from '@elastic/elasticsearch';
import { createLog } from './adapters/log.ts';
import { best } from './commands/best/best.ts';
import { config as configCommand } from './commands/config/config.ts';
import { couldNot } from './commands/shared/elasticsearch-failure.ts';
import { schema } from './commands/schema/schema.ts';
import { worstImagesCommand } from './commands/worst-images/worst-images.ts';
import { loadConfig } from './config/load.ts';
import type { Config } from './config/schema.ts';
import { describeConfigError, type Sources } from './config/source.ts';
import { createSearch } from './adapters/elasticsearch/search.ts';
import type { Io } from './process/io.ts';
import { renderBug } from './output/errors.ts';
import { chooseFormat, chooseWidth } from './output/format.ts';
import { printReport, type ExitCode, type Report } from './output/report.ts';
import { chooseStyle } from './output/style.ts';
import { packageVersion } from './process/package-version.ts';
import { createProgram, type GlobalOptions, type Handlers, type WatchArguments } from './program.ts';
import { runSetupDashboards, type SetupDashboardsArguments } from './commands/setup-dashboards/run.ts';
import { runDemo } from './commands/demo/run.ts';
import { runIngest } from './commands/ingest/run.ts';
import { runSetupIndices } from './commands/setup-indices/run.ts';
import { runStatus } from './commands/status/run.ts';
import { runWatch } from './commands/watch/run.ts';
import { runValidate } from './commands/validate/run.ts';
import { connectTo, readTextFile } from './commands/shared/world.ts';

/** Runs the program and returns its exit code; nothing below ends the process. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const finish = (report: Report, all: GlobalOptions) => {
    exitCode = print(report, all, io);
  };
  const program = createProgram(packageVersion(), createHandlers(io, finish));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already said what is wrong with the command line; asking for help is not wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    io.stderr.write(renderBug(error, { debug: argv.includes('--debug') }));
    return 2;
  }
}

function print(report: Report, all: GlobalOptions, io: Io): ExitCode {
  const { stdout, stderr } = io;
  const format = chooseFormat(all.format, stdout.isTTY);
  const printed = printReport(
    report,
    format,
    chooseWidth(stdout, io.environment),
    chooseStyle(stdout.isTTY, io.environment),
  );
  stderr.write(printed.stderr);
  stdout.write(printed.stdout);
  return printed.exitCode;
}

export type Loaded = { config: Config; sources: Sources };

function createHandlers(io: Io, finish: (report: Report, all: GlobalOptions) => void): Handlers {
  const configured = async (
    all: GlobalOptions,
    { poll, onDelete, statusPort, kibana }: Partial<WatchArguments & SetupDashboardsArguments>,
    run: (loaded: Loaded) => Promise<Report>,
  ) => {
    const { config: file, elasticsearch, prefix, logLevel } = all;
    const loaded = await loadConfig({
      file,
      environment: io.environment,
      flags: {
        elasticsearch,
        prefix,
        'log-level': logLevel,
        poll,
        'on-delete': onDelete,
        'status-port': statusPort,
        kibana,
      },
      readFile: readTextFile,
    });
    if (loaded.type === 'loaded') return finish(await run(loaded), all);
    const why = loaded.errors.map(describeConfigError).join('\n');
    return finish({ type: 'failure', failure: { what: 'the configuration is not valid', why } }, all);
  };
  const connected = (all: GlobalOptions, run: (client: Client, config: Config) => Promise<Report>) =>
    configured(all, {}, ({ config }) => withClient(config, (client) => run(client, config)));
  const logOf = (config: Config) => createLog({ level: config.log_level, pretty: io.stderr.isTTY });

  return {
    validate: async (paths, { root }, all) => finish(await runValidate(paths, root, io), all),
    schema: async (name, all) => finish(schema(name), { ...all, format: 'json' }),
    config: (all) => configured(all, {}, async ({ config, sources }) => configCommand(config, sources)),
    setupIndices: (all) => connected(all, (client, { prefix }) => runSetupIndices(client, prefix)),
    setupDashboards: (options, all) =>
      configured(all, options, ({ config }) => runSetupDashboards(config, options, io)),
    best: (options, all) =>
      connected(all, (client, { prefix }) => best(createSearch(client, prefix), options)),
    worstImages: (options, all) =>
      connected(all, (client, { prefix }) => worstImagesCommand(createSearch(client, prefix), options)),
    status: (folder, all) => connected(all, (client, { prefix }) => runStatus(client, prefix, folder)),
    ingest: (folder, options, all) =>
      connected(all, async (client, config) =>
        runIngest({ client, config, folder, ...options, io, log: await logOf(config) }),
      ),
    watch: (folder, options, all) =>
      configured(all, options, async ({ config }) =>
        runWatch({ config, folder, setup: options.setup, io, log: await logOf(config) }),
      ),
    demo: (options, all) =>
      configured(all, {}, async ({ config, sources }) =>
        runDemo({
          config,
          sources,
          options,
          io,
          print: (report) => print(report, all, io),
          log: await logOf(config),
        }),
      ),
  };
}

/** Connects, runs, closes. No connection is exit code 2 and a sentence. */
async function withClient(config: Config, run: (client: Client) => Promise<Report>): Promise<Report> {
  const connection = await connectTo(config);
  if (connection.type !== 'connected') return couldNot('no Elasticsearch', connection);
  try {
    return await run(connection.client);
  } finally {
    await connection.client.close();
  }
}
