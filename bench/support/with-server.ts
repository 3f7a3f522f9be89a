/** A real Elasticsearch for one benchmark, and a prefix and folders of its own in it; nothing of it stays. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/adapters/elasticsearch/connect.ts';
import { createSearch } from '../../src/adapters/elasticsearch/search.ts';
import type { Search } from '../../src/domain/questions/search.ts';
import { createDurableServer } from '../../test/soak/durable-server.ts';
import { unusedPort } from '../../test/soak/unused-port.ts';
import { request } from '../../test/support/dump.ts';
import { createWorkspace, type Workspace } from '../../test/support/workspace.ts';

export type ServerForBenchmark = {
  url: string;
  /** Such as `Elasticsearch 9.2.8`. */
  version: string;
  workspace: Workspace;
};

const VERSION = '9.2.8';
const HEAP_MEGABYTES = 4096;

/** The server at ELASTICSEARCH_URL, or one that is started for this, as it would run for long. */
export async function withServer<Result>(
  work: (server: ServerForBenchmark) => Promise<Result>,
): Promise<Result> {
  const { url, stop } = await server();
  const workspace = await createWorkspace(url);
  async function clean() {
    await workspace.remove();
    await stop();
  }
  const leave = () => void clean().finally(() => process.exit(130));
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, leave);
  try {
    return await work({ url, version: await versionOf(url), workspace });
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, leave);
    await clean();
  }
}

async function server(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['ELASTICSEARCH_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'runlens-benchmark-'));
  const options = { heapMegabytes: HEAP_MEGABYTES, isForLong: true };
  const durable = await createDurableServer(folder, await unusedPort(), VERSION, options);
  tell(`Starting Elasticsearch ${VERSION}.`);
  await durable.start();
  async function stop() {
    await durable.kill();
    await rm(folder, { recursive: true, force: true });
  }
  return { url: durable.url, stop };
}

export function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

async function versionOf(url: string): Promise<string> {
  type Nodes = { nodes: Record<string, { version: string }> };
  const { nodes } = await request<Nodes>(url, '_nodes/_local?filter_path=nodes.*.version');
  return `Elasticsearch ${Object.values(nodes)[0]?.version ?? 'of unknown version'}`;
}

/** The product's own search, over the connection that its commands use. Close it after use. */
export async function openSearch(
  url: string,
  prefix: string,
): Promise<{ search: Search; close: () => Promise<void> }> {
  const connection = await connect({
    nodes: [url],
    requestTimeoutMilliseconds: 600_000,
    compression: false,
  });
  if (connection.type !== 'connected') throw new Error(connection.reason);
  const { client } = connection;
  return { search: createSearch(client, prefix), close: () => client.close() };
}
