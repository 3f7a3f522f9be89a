import type { Client } from '@elastic/elasticsearch';
import { systemClock } from '../../adapters/clock.ts';
import { openFolder } from '../../adapters/fs/folder.ts';
import { createNotifier, type Notifier } from '../../adapters/notify.ts';
import { combineObservers } from '../../adapters/status/combine.ts';
import { couldNot } from '../shared/elasticsearch-failure.ts';
import type { SetupIndicesResult } from '../setup-indices/setup-indices.ts';
import { setupReport } from '../setup-indices/report.ts';
import { keepTrying, watch, type Patience } from './daemon.ts';
import type { Config } from '../../config/schema.ts';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { silentObserver, type Observer } from '../../ingest/ports/observer.ts';
import { createOutage } from '../../ingest/sending/outage.ts';
import type { Folder } from '../../ingest/ports/folder.ts';
import type { WatchOptions } from '../../ingest/watch-folder.ts';
import type { Report } from '../../output/report.ts';
import { limitGrowth } from '../../process/heap.ts';
import { graceAfter, readUntil } from './grace.ts';
import { noFolder, type FolderCommand } from '../shared/folder-command.ts';
import { NO_SETUP, setupFor } from '../setup-indices/run.ts';
import { NOTHING_TO_PRINT } from '../shared/stopped.ts';
import { openStatus } from './status-endpoint.ts';
import { watcherFor } from './watcher.ts';
import { connectTo } from '../shared/with-elasticsearch.ts';
import { createWorld, sendLimits } from '../shared/world.ts';

type Watching = FolderCommand & { observer: Observer; patience: Patience; grace: AbortSignal };

/** The daemon from its start to its end. It outlives every failure that passes: it connects and sets up until it works. */
export async function runDaemon(command: FolderCommand): Promise<Report> {
  limitGrowth();
  const { config, folder: path, io, log } = command;
  const opened = await openFolder(path);
  if (opened.type === 'no-folder') return noFolder(path, opened.reason);
  const status = await openStatus(config.watch, log);
  if (status.type === 'failure') return status;
  const notifier = createNotifier(io.environment, log);
  const observer = combineObservers([status.observer, statusLine(notifier, opened.folder.root)]);
  const { signal } = io;
  signal.addEventListener('abort', () => notifier.stopping());
  // Not only when Elasticsearch answers: a service that waits for it must not be taken for one that hangs.
  notifier.ready();
  const grace = graceAfter(signal);
  const outage = createOutage(systemClock, log, observer);
  try {
    return await connectAndWatch(opened.folder, {
      ...command,
      observer,
      patience: { clock: systemClock, outage, signal },
      grace: grace.signal,
    });
  } finally {
    grace.end();
    await status.close();
    log.info({}, 'Stopped');
  }
}

async function connectAndWatch(folder: Folder, watching: Watching): Promise<Report> {
  const { config, patience, grace } = watching;
  const connection = await keepTrying(() => attemptConnection(config, grace), patience);
  if (connection === undefined) return NOTHING_TO_PRINT;
  if (connection.type !== 'ok') return couldNot('no Elasticsearch', connection);
  try {
    return await watchOver(connection.value, readUntil(grace, folder), watching);
  } finally {
    await connection.value.close();
  }
}

/** Sets up the indices and watches. If an index is deleted, it starts over. */
async function watchOver(client: Client, folder: Folder, watching: Watching): Promise<Report> {
  const { config, setup, io, log, patience, observer } = watching;
  const attempt = () =>
    setup ? attemptSetup(client, config.prefix) : Promise.resolve({ type: 'ok' as const, value: NO_SETUP });
  for (let isDaemon = false; ; isDaemon = true) {
    const done = await keepTrying(attempt, { ...patience, isDaemon, isConnected: true });
    if (done === undefined) return NOTHING_TO_PRINT;
    if (done.type !== 'ok') return couldNot('could not set up the indices', done);
    if (done.value.type === 'conflicts') return setupReport(done.value);
    // One outage for all attempts: it ends when the work succeeds.
    const world = createWorld(client, config.prefix, folder, log, observer, patience.outage);
    const report = await watch(world, {
      ...watchOptions(config, io.signal),
      limits: sendLimits(config, Infinity),
      isDaemon,
    });
    if (report !== 'start-over') return report;
  }
}

/** Beyond the time after which a request counts as lost. */
const LINGER_MILLISECONDS = 5000;

function watchOptions({ watch: times, elasticsearch }: Config, signal: AbortSignal): WatchOptions {
  return {
    watcher: times.poll_seconds === undefined ? watcherFor(process.platform) : undefined,
    settle: times.settle_seconds * 1000,
    scanInterval: (times.poll_seconds ?? times.scan_seconds) * 1000,
    linger: elasticsearch.request_timeout_seconds * 1000 + LINGER_MILLISECONDS,
    incomplete: times.incomplete_seconds * 1000,
    vanished: { onDelete: times.on_delete, scans: times.delete_after_scans, share: times.delete_limit },
    signal,
  };
}

async function attemptConnection(config: Config, signal: AbortSignal): Promise<Attempt<Client>> {
  const outcome = await connectTo(config, signal);
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

/** What `systemctl status` shows. */
function statusLine({ status }: Notifier, folder: string): Observer {
  const watching = `Watching ${folder}`;
  return {
    ...silentObserver,
    started: () => status(watching),
    paused: (reason) => status(reason),
    resumed: () => status(watching),
    folderUnreadable: (reason) => status(`The folder cannot be read: ${reason}`),
    scanned: () => status(watching),
  };
}
