/** A daemon behind a proxy that makes faults, a folder, and the oracle of what must come of it. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, vi, type TestContext } from 'vitest';
import { startFaultProxy, type Fault, type FaultProxy, type SeenRequest } from './fault-proxy.ts';
import { createManifest, type Manifest } from './manifest.ts';
import type { RunningCli } from './run-cli.ts';
import { settled as expectSettled } from './settled.ts';
import { createWorkspace, type Workspace } from './workspace.ts';
import { A_LOOK, LONG_ENOUGH, type Patience } from './patience.ts';

export type Scenario = {
  workspace: Workspace;
  proxy: FaultProxy;
  manifest: Manifest;
  /** Starts a daemon, behind the proxy unless told otherwise. */
  watch: (options?: { url?: string; folder?: string; args?: string[] }) => RunningCli;
  /** Waits until what is in Elasticsearch is what the manifest says. */
  settled: (patience?: Patience) => Promise<void>;
  /** A new daemon completes what is left, and leaves; what it leaves must be what the manifest says. */
  complete: () => Promise<string>;
  /** Drops these runs, all in one state. */
  dropAll: (ids: readonly string[], state: number, images?: number) => Promise<void>;
};

type Configuration = Record<string, Record<string, unknown>>;

/**
 * @param configuration sections that are added to those that make the daemon quick
 */
export async function prepareFaults(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  configuration: Configuration = {},
): Promise<Scenario> {
  const workspace = await createWorkspace(inject('elasticsearchUrl'));
  onTestFinished(() => workspace.remove());
  const proxy = await startFaultProxy(workspace.url);
  onTestFinished(() => proxy.close());
  await writeFile(
    join(workspace.aside, 'runlens.config.json'),
    JSON.stringify({
      ...configuration,
      watch: { settle_seconds: 0.1, scan_seconds: 1, ...configuration['watch'] },
      elasticsearch: { request_timeout_seconds: 5, ...configuration['elasticsearch'] },
    }),
  );
  const manifest = createManifest(workspace.folder);
  const watch: Scenario['watch'] = ({ url = proxy.url, folder = workspace.folder, args = [] } = {}) =>
    workspace.start(['watch', folder, ...args], { url, cwd: workspace.aside });
  const settled = (patience?: Patience) => expectSettled(manifest, workspace, patience);
  return {
    workspace,
    proxy,
    manifest,
    watch,
    settled,
    complete: async () => {
      const daemon = watch();
      // It may be that nothing is left to do: then it must have seen that before it is told to leave.
      await said(daemon, '"Watching"');
      await settled();
      const stderr = await stop(daemon);
      await settled(A_LOOK);
      return stderr;
    },
    dropAll: async (ids, state, images = 3) => {
      for (const id of ids) await manifest.drop(id, state, { images });
    },
  };
}

/** Ends a daemon as a service manager does: it must leave within ten seconds, with 0, and say nothing on stdout. */
export async function stop(daemon: RunningCli): Promise<string> {
  const asked = Date.now();
  daemon.signal('SIGTERM');
  const result = await daemon.result;
  expect(result, result.stderr).toMatchObject({ exitCode: 0, stdout: '' });
  expect(Date.now() - asked).toBeLessThan(10_000);
  return result.stderr;
}

/** Ends a daemon without a warning, and waits until it is gone. */
export async function kill(daemon: RunningCli): Promise<void> {
  daemon.signal('SIGKILL');
  await daemon.result;
}

export type LogLine = { msg: string; reason?: string; path?: string; [key: string]: unknown };

/** The lines of the log; all of them must be JSON. */
export function logOf(stderr: string): LogLine[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

export function messages(stderr: string, text: string): LogLine[] {
  return logOf(stderr).filter(({ msg }) => msg.includes(text));
}

export const TAKES_NOTHING = 'Elasticsearch is not accepting writes';
export const TAKES_AGAIN = 'Elasticsearch accepts writes again';

/** Waits until a daemon has said something. */
export async function said(daemon: RunningCli, text: string): Promise<void> {
  await vi.waitFor(() => expect(daemon.stderr()).toContain(text), LONG_ENOUGH);
}

/** Applies a fault to the first requests of each of these kinds, counted from now, and says how many there were. */
export function faultFirst(
  proxy: FaultProxy,
  kinds: readonly SeenRequest['kind'][],
  times: number,
  fault: Fault | ((request: SeenRequest) => Fault | undefined),
): () => Partial<Record<SeenRequest['kind'], number>> {
  const done: Partial<Record<SeenRequest['kind'], number>> = {};
  proxy.rule((request) => {
    const before = done[request.kind] ?? 0;
    if (!kinds.includes(request.kind) || before >= times) return undefined;
    const committed = typeof fault === 'function' ? fault(request) : fault;
    if (committed !== undefined) done[request.kind] = before + 1;
    return committed;
  });
  return () => done;
}

/** Waits until a state of the ledger as a whole is there: how many files have which status. */
export async function statuses({ url, prefix }: Workspace): Promise<Record<string, number>> {
  const response = await fetch(
    `${url}/${prefix}-files/_search?size=1000&_source=status&ignore_unavailable=true`,
  );
  const { hits } = (await response.json()) as { hits?: { hits: { _source: { status: string } }[] } };
  const counts: Record<string, number> = {};
  for (const { _source } of hits?.hits ?? []) counts[_source.status] = (counts[_source.status] ?? 0) + 1;
  return counts;
}

/** Numbers from 0 up to 1 that are the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = (seed >>> 0) + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
