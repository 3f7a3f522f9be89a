import type { Report } from '../../output/report.ts';
import type { Invocation } from '../shared/invocation.ts';
import { openLog } from '../shared/open-log.ts';
import { withConfig } from '../shared/with-config.ts';
import { runDaemon } from './run-daemon.ts';

type Options = { setup: boolean; poll?: string; onDelete?: string; statusPort?: string };

/** Wires `watch`. */
export function runWatch(
  folder: string,
  { setup, poll, onDelete, statusPort }: Options,
  invocation: Invocation,
): Promise<Report> {
  const { io } = invocation;
  const flags = { poll, 'on-delete': onDelete, 'status-port': statusPort };
  return withConfig(invocation, flags, async ({ config }) =>
    runDaemon({ config, folder, setup, io, log: await openLog(config, io) }),
  );
}
