/** A folder, the oracle of what must come of it, and daemons on it: what the tests of what happens to files need. */

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, inject, vi, type TestContext } from 'vitest';
import { request } from './dump.ts';
import { createManifest, type Manifest } from './manifest.ts';
import { startCli, type RunningCli } from './run-cli.ts';
import { settled } from './settled.ts';
import { createWorkspace, type Workspace } from './workspace.ts';
import { LONG_ENOUGH } from './patience.ts';

/** What the ledger says of one file. */
export type Entry = {
  path: string;
  status: string;
  errors?: { path: string; message: string; line?: number; file?: string }[];
  error_count?: number;
  run?: { id: string };
};

/** A daemon with its status port. */
export type Daemon = RunningCli & {
  /** A page of the status port; undefined while nobody answers. */
  ask: (page: 'live' | 'ready' | 'metrics') => Promise<{ status: number; text: string } | undefined>;
  /** A number of `/metrics`. NaN when it is not there. */
  metric: (name: string) => Promise<number>;
  /** Warnings and errors that speak of this, as JSON text. */
  complaints: (pattern: RegExp) => string[];
  /** Waits for one. */
  complains: (pattern: RegExp) => Promise<void>;
  /** Waits until so many scans that began after this call have ended. */
  scans: (count: number) => Promise<void>;
};

export type DaemonOptions = {
  args?: readonly string[];
  /** A command that runs the rest of its command line in another environment. */
  wrapper?: readonly string[];
  environment?: Record<string, string>;
  folder?: string;
};

export type WatchedFolder = {
  workspace: Workspace;
  manifest: Manifest;
  watch: (options?: DaemonOptions) => Promise<Daemon>;
  /** Waits until what is in Elasticsearch is what the manifest says. */
  settled: () => Promise<void>;
  /** An absolute path in the folder; the folders above it are made. */
  place: (path: string) => Promise<string>;
  /** Writes a file in place. */
  put: (path: string, content: string | Uint8Array) => Promise<void>;
  entries: () => Promise<Map<string, Entry>>;
  /** Waits until the ledger says one of these of a file. */
  becomes: (path: string, status: RegExp) => Promise<Entry>;
  /** Ids of the runs that are there. */
  runs: () => Promise<string[]>;
  /** How many documents were written or deleted so far, in all indices, once that no longer changes. */
  writes: () => Promise<number>;
};

/** So many looks without a change, a fifth of a second apart, and nothing is under way. */
const CALM_LOOKS = 6;

/** @param watch keys of the section `watch` that differ from those that make the daemon quick */
export async function prepareFolder(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  watch: Record<string, unknown> = {},
  configuration: Record<string, unknown> = {},
): Promise<WatchedFolder> {
  const workspace = await createWorkspace(inject('elasticsearchUrl'));
  onTestFinished(() => workspace.remove());
  const { url, prefix, folder, aside } = workspace;
  await writeFile(
    join(aside, 'runlens.config.json'),
    JSON.stringify({ ...configuration, watch: { settle_seconds: 0.1, scan_seconds: 1, ...watch } }),
  );
  const manifest = createManifest(folder);
  const place = async (path: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    return join(folder, path);
  };
  const search = async <Source>(index: string, fields: string) => {
    const target = `${prefix}-${index}`;
    await fetch(`${url}/${target}/_refresh?ignore_unavailable=true`, { method: 'POST' });
    const query = `size=10000&ignore_unavailable=true&_source_includes=${fields}`;
    const response = await fetch(`${url}/${target}/_search?${query}`);
    // An index that is being created at this moment cannot be searched yet.
    const { hits } = (await response.json()) as { hits?: { hits: { _source: Source }[] } };
    return (hits?.hits ?? []).map(({ _source }) => _source);
  };
  const entries = async () => {
    const found = await search<Entry>('files', 'path,status,errors,error_count,run');
    return new Map(found.map((entry) => [entry.path, entry]));
  };
  return {
    workspace,
    manifest,
    watch: async ({ args = [], wrapper = [], environment = {}, folder: other = folder } = {}) => {
      const daemon = startCli(
        ['--elasticsearch', url, '--prefix', prefix, 'watch', other, '--status-port', '0', ...args],
        { cwd: aside, environment, wrapper },
      );
      onTestFinished(async () => {
        daemon.signal('SIGKILL');
        await daemon.result;
      });
      return withStatus(daemon);
    },
    settled: () => settled(manifest, workspace),
    place,
    put: async (path, content) => writeFile(await place(path), content),
    entries,
    becomes: async (path, status) => {
      const entryOf = async () => (await entries()).get(path);
      await vi.waitFor(
        async () => expect(await entryOf()).toMatchObject({ status: expect.stringMatching(status) }),
        LONG_ENOUGH,
      );
      return (await entryOf()) as Entry;
    },
    runs: async () => {
      const found = await search<{ run: { id: string } }>('experiments', 'run.id');
      return found.map(({ run }) => run.id).toSorted();
    },
    writes: async () => {
      const counts: number[] = [];
      // What is under way comes to its end first.
      const lastCounts = async () => {
        counts.push(await writesOf(url, prefix));
        return counts.length > CALM_LOOKS ? new Set(counts.slice(-1 - CALM_LOOKS)).size : undefined;
      };
      await vi.waitFor(async () => expect(await lastCounts()).toBe(1), LONG_ENOUGH);
      return counts.at(-1) ?? 0;
    },
  };
}

type Stats = { _all: { primaries: { indexing: { index_total: number; delete_total: number } } } };

async function writesOf(url: string, prefix: string): Promise<number> {
  const path = `${prefix}-*/_stats/indexing?filter_path=_all.primaries.indexing`;
  const { _all } = await request<Stats>(url, path);
  const { index_total: indexed, delete_total: deleted } = _all.primaries.indexing;
  return indexed + deleted;
}

/** Where the daemon says that its status endpoint answers, the last time if it was started again. */
const STATUS_URL = /"url":"(http:[^"]+)","msg":"The status endpoint answers"/g;

function withStatus(daemon: RunningCli): Daemon {
  const ask: Daemon['ask'] = async (page) => {
    const [, url] = [...daemon.stderr().matchAll(STATUS_URL)].at(-1) ?? [];
    if (url === undefined) return undefined;
    try {
      const response = await fetch(`${url}/${page}`);
      return { status: response.status, text: await response.text() };
    } catch {
      return undefined;
    }
  };
  const metric: Daemon['metric'] = async (name) => {
    const answer = await ask('metrics');
    const line = answer?.text.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1) ?? NaN);
  };
  const complaints: Daemon['complaints'] = (pattern) =>
    daemon
      .stderr()
      .split('\n')
      .filter((line) => /^\{"level":"(warn|error)".*\}$/.test(line) && pattern.test(line));
  return {
    ...daemon,
    complaints,
    complains: async (pattern) => {
      const seen = () => (complaints(pattern).length > 0 ? pattern.source : daemon.stderr().slice(-1000));
      await vi.waitFor(() => expect(seen()).toBe(pattern.source), LONG_ENOUGH);
    },
    ask,
    metric,
    scans: async (count) => {
      const ends = new Set<number>();
      // One that was under way ends first, and the end before it is seen too.
      const wanted = count + 2;
      const seen = async () => {
        const end = await metric('runlens_last_scan_timestamp_seconds');
        if (!Number.isNaN(end)) ends.add(end);
        return ends.size;
      };
      await vi.waitFor(async () => expect(await seen()).toBeGreaterThanOrEqual(wanted), LONG_ENOUGH);
    },
  };
}
