import type { Client } from '@elastic/elasticsearch';
import { systemClock } from '../adapters/clock.ts';
import { openFolder } from '../adapters/fs/folder.ts';
import { watchWithChokidar } from '../adapters/fs/watch.ts';
import { couldNot } from '../commands/elasticsearch-failure.ts';
import type { SetupIndicesResult } from '../commands/setup-indices.ts';
import { setupReport } from '../commands/setup-report.ts';
import { keepTrying, STOPPED, watch } from '../commands/watch.ts';
import type { Attempt, ElasticsearchFailure } from '../domain/outcome.ts';
import type { Folder } from '../ingest/ports.ts';
import type { Report } from '../output/report.ts';
import { noFolder, type FolderCommand } from './opened.ts';
import { NO_SETUP, setupFor } from './setup.ts';
import { connectTo, createWorld, sendLimits } from './world.ts';

/** Wires `watch`. The daemon outlives every failure that passes: it connects and sets up until it works. */
export async function runWatch(command: FolderCommand): Promise<Report> {
  const { config, folder: path, io, log } = command;
  const opened = await openFolder(path);
  if (opened.type === 'no-folder') return noFolder(path, opened.reason);
  const patience = { clock: systemClock, log, signal: io.signal };
  const connection = await keepTrying('Elasticsearch', () => attemptConnection(config), patience);
  if (connection === undefined) return STOPPED;
  if (connection.type !== 'ok') return couldNot('no Elasticsearch', connection);
  try {
    return await watchOver(connection.value, opened.folder, command);
  } finally {
    await connection.value.close();
  }
}

/** Sets up and watches; begins anew where an index is deleted meanwhile. */
async function watchOver(client: Client, folder: Folder, command: FolderCommand): Promise<Report> {
  const { config, setup, io, log } = command;
  const { prefix, watch: times } = config;
  const patience = { clock: systemClock, log, signal: io.signal };
  const attempt = () =>
    setup ? attemptSetup(client, prefix) : Promise.resolve({ type: 'ok' as const, value: NO_SETUP });
  for (;;) {
    const done = await keepTrying('the setup of the indices', attempt, patience);
    if (done === undefined) return STOPPED;
    if (done.type !== 'ok') return couldNot('could not set up the indices', done);
    if (done.value.type === 'conflicts') return setupReport(done.value);
    const report = await watch(createWorld(client, prefix, folder, log), {
      limits: sendLimits(config, Infinity),
      watcher: times.poll_seconds === undefined ? watchWithChokidar : undefined,
      settle: times.settle_seconds * 1000,
      scanInterval: (times.poll_seconds ?? times.scan_seconds) * 1000,
      signal: io.signal,
    });
    if (report !== 'start-over') return report;
  }
}

async function attemptConnection(config: FolderCommand['config']): Promise<Attempt<Client>> {
  const outcome = await connectTo(config);
  return outcome.type === 'connected' ? { type: 'ok', value: outcome.client } : outcome;
}

/** Conflicts do not pass by themselves: as a value, they end the trying. */
async function attemptSetup(
  client: Client,
  prefix: string,
): Promise<Attempt<Exclude<SetupIndicesResult, ElasticsearchFailure>>> {
  const result = await setupFor(client, prefix);
  return result.type === 'done' || result.type === 'conflicts' ? { type: 'ok', value: result } : result;
}
