/** Several servers of this machine as one cluster, each on a loopback address of its own. Linux only. */

import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDurableServer, type DurableServer } from '../soak/durable-server.ts';
import { unusedPort } from '../soak/unused-port.ts';
import { request } from '../support/dump.ts';

export type Member = { name: string; url: string; server: DurableServer };

export type Cluster = {
  members: readonly Member[];
  urls: readonly string[];
  /** The name of the elected master, as this member knows it. */
  master: (by: Member) => Promise<string>;
  /** Waits until all members are in and all copies of all shards are where they belong. Throws when that takes too long. */
  green: (by?: Member) => Promise<void>;
  /** Ends all of them and takes their data away. */
  stop: () => Promise<void>;
};

const GREEN_SECONDS = 300;

/** @param size how many members; Linux has an address for each up to 254 */
export async function startCluster(
  size: number,
  { version, heapMegabytes, name = 'c' }: { version: string; heapMegabytes: number; name?: string },
): Promise<Cluster> {
  const top = await mkdtemp(join(tmpdir(), 'runlens-cluster-'));
  // The servers may run as another user.
  await chmod(top, 0o755);
  const names = Array.from({ length: size }, (_, n) => `${name}${n + 1}`);
  const hosts = names.map((_, n) => `127.0.0.${n + 1}`);
  const seeds = await Promise.all(hosts.map(async (host) => `${host}:${await unusedPort(host)}`));
  const members: Member[] = [];
  async function stop() {
    await Promise.all(members.map(({ server }) => server.kill()));
    await rm(top, { recursive: true, force: true });
  }
  try {
    for (const [n, member] of names.entries()) {
      const folder = join(top, member);
      await mkdir(folder);
      const host = hosts[n] ?? '127.0.0.1';
      const server = await createDurableServer(folder, await unusedPort(host), version, {
        host,
        heapMegabytes,
        settings: {
          'cluster.name': `runlens-${name}`,
          'node.name': member,
          'discovery.type': null,
          'discovery.seed_hosts': seeds,
          'cluster.initial_master_nodes': names,
          'transport.port': Number(seeds[n]?.split(':')[1]),
        },
      });
      members.push({ name: member, url: server.url, server });
    }
    await Promise.all(members.map(({ server }) => server.start()));
    await awaitGreen(members[0], size);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    members,
    urls: members.map(({ url }) => url),
    master: async ({ url }) => {
      const { nodes } = await request<{ nodes: Record<string, { name: string }> }>(
        url,
        '_nodes/_master?filter_path=nodes.*.name',
      );
      return Object.values(nodes)[0]?.name ?? 'none';
    },
    green: (by = members[0]) => awaitGreen(by, size),
    stop,
  };
}

async function awaitGreen(by: Member | undefined, size: number): Promise<void> {
  const wanted = `wait_for_status=green&wait_for_nodes=${size}&wait_for_no_initializing_shards=true`;
  const deadline = performance.now() + GREEN_SECONDS * 1000;
  for (;;) {
    const health = await request<{ timed_out: boolean }>(
      by?.url ?? '',
      `_cluster/health?${wanted}&timeout=30s`,
    ).catch((error: unknown) => error);
    if (typeof health === 'object' && health !== null && 'timed_out' in health && !health.timed_out) return;
    if (performance.now() > deadline)
      throw new Error(`The cluster is not green after ${GREEN_SECONDS} s: ${JSON.stringify(health)}`);
  }
}
