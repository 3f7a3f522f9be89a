import type { Client } from '@elastic/elasticsearch';
import { openFolder } from '../../adapters/fs/folder.ts';
import { ingest } from './one-pass.ts';
import { setupReport } from '../setup-indices/report.ts';
import { startProgress } from '../../output/progress.ts';
import type { Report } from '../../output/report.ts';
import { limitGrowth } from '../../process/heap.ts';
import { noFolder, type FolderCommand } from '../shared/folder-command.ts';
import { NO_SETUP, setupFor } from '../setup-indices/run.ts';
import { createWorld, sendLimits } from '../shared/world.ts';

/** How long a one-time pass waits for an Elasticsearch that pushes back. */
const PATIENCE_MILLISECONDS = 60_000;

/** The setup of the indices, if it is wanted, then one pass over the folder. */
export async function ingestFolder({
  client,
  config,
  folder: path,
  setup,
  io,
  log,
}: FolderCommand & { client: Client }): Promise<Report> {
  limitGrowth();
  const { prefix } = config;
  const opened = await openFolder(path);
  if (opened.type === 'no-folder') return noFolder(path, opened.reason);
  const done = setup ? await setupFor(client, prefix) : NO_SETUP;
  if (done.type !== 'done') return setupReport(done);
  const { stderr } = io;
  let bar: ReturnType<typeof startProgress> | undefined;
  const report = await ingest(createWorld(client, prefix, opened.folder, log), {
    limits: sendLimits(config, PATIENCE_MILLISECONDS),
    signal: io.signal,
    progress: ({ seen, files, unchanged }) => {
      bar ??= startProgress({ stream: stderr, isTerminal: stderr.isTTY === true, total: files - unchanged });
      bar.update(seen);
    },
  });
  bar?.stop();
  return io.signal.aborted ? { ...report, exitCode: io.signalExitCode() } : report;
}
