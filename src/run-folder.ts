/** Wires the commands that work on a folder. */

import type { Client } from '@elastic/elasticsearch';
import { systemClock } from './adapters/clock.ts';
import { createSearch } from './adapters/elasticsearch/search.ts';
import { createStore } from './adapters/elasticsearch/store/store.ts';
import { openFolder } from './adapters/fs/folder.ts';
import { watchWithChokidar } from './adapters/fs/watch.ts';
import { couldNot } from './commands/elasticsearch-failure.ts';
import { ingest } from './commands/ingest.ts';
import { setupReport } from './commands/setup-report.ts';
import { statusCommand } from './commands/status.ts';
import { keepTrying, STOPPED, watch } from './commands/watch.ts';
import type { Config } from './config/schema.ts';
import type { Attempt } from './domain/outcome.ts';
import type { Log } from './ingest/ports.ts';
import type { Io } from './io.ts';
import { startProgress } from './output/progress.ts';
import type { Report } from './output/report.ts';
import { connectTo, createWorld, sendLimits, setupFor } from './wiring.ts';

type Base = { config: Config; folder: string; setup: boolean; io: Io; log: Log };

/** How long a one-time pass waits for an Elasticsearch that pushes back. */
const INGEST_PATIENCE_MILLISECONDS = 60_000;

function noFolder(path: string, why: string): Report {
  return {
    type: 'failure',
    failure: {
      what: 'cannot read the folder',
      on: path,
      why,
      advice: 'Name the folder that the result files are in.',
    },
  };
}

export async function runIngest({
  client,
  config,
  folder: path,
  setup,
  io,
  log,
}: Base & { client: Client }): Promise<Report> {
  const { prefix } = config;
  const opened = await openFolder(path);
  if (opened.type === 'no-folder') return noFolder(path, opened.reason);
  if (setup) {
    const report = setupReport(await setupFor(client, prefix));
    if (report.type === 'failure') return report;
  }
  const bar = { progress: undefined as ReturnType<typeof startProgress> | undefined };
  const world = createWorld(client, prefix, opened.folder, log);
  const report = await ingest(world, {
    limits: sendLimits(config, INGEST_PATIENCE_MILLISECONDS),
    signal: io.signal,
    progress: ({ seen, files, unchanged }) => {
      bar.progress ??= startProgress({
        stream: io.stderr,
        isTerminal: io.stderr.isTTY,
        total: files - unchanged,
      });
      bar.progress.update(seen);
    },
  });
  bar.progress?.stop();
  if (!io.signal.aborted) return report;
  return { ...report, exitCode: io.signalExitCode() };
}

/** The daemon outlives every failure that passes: it connects and sets up again and again. */
export async function runWatch({ config, folder: path, setup, io, log }: Base): Promise<Report> {
  const { signal } = io;
  const opened = await openFolder(path);
  if (opened.type === 'no-folder') return noFolder(path, opened.reason);
  const patience = { clock: systemClock, log, signal };
  const connection = await keepTrying(
    'Elasticsearch',
    async (): Promise<Attempt<Client>> => {
      const outcome = await connectTo(config);
      return outcome.type === 'connected' ? { type: 'ok', value: outcome.client } : outcome;
    },
    patience,
  );
  if (connection === undefined) return STOPPED;
  if (connection.type !== 'ok') return couldNot('no Elasticsearch', connection);
  const client = connection.value;
  try {
    if (setup) {
      const done = await keepTrying(
        'the setup of the indices',
        async (): Promise<Attempt<Report>> => {
          const result = await setupFor(client, config.prefix);
          return result.type === 'done' || result.type === 'conflicts'
            ? { type: 'ok', value: setupReport(result) }
            : result;
        },
        patience,
      );
      if (done === undefined) return STOPPED;
      if (done.type !== 'ok') return couldNot('could not set up the indices', done);
      if (done.value.type === 'failure') return done.value;
    }
    const { settle_seconds, scan_seconds, poll_seconds } = config.watch;
    return await watch(createWorld(client, config.prefix, opened.folder, log), {
      limits: sendLimits(config, Infinity),
      watcher: poll_seconds === undefined ? watchWithChokidar : undefined,
      settle: settle_seconds * 1000,
      scanInterval: (poll_seconds ?? scan_seconds) * 1000,
      signal,
    });
  } finally {
    await client.close();
  }
}

export async function runStatus(client: Client, prefix: string, path: string | undefined): Promise<Report> {
  const ports = { search: createSearch(client, prefix), store: createStore(client, prefix) };
  if (path === undefined) return statusCommand(ports, undefined);
  const opened = await openFolder(path);
  return opened.type === 'folder' ? statusCommand(ports, opened.folder) : noFolder(path, opened.reason);
}
