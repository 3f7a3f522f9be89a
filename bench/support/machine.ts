/** The machine that figures were taken on, without which they say nothing. */

import { arch, cpus, platform, release, totalmem } from 'node:os';

export type Machine = {
  takenAt: string;
  processor: string;
  cores: number;
  memoryBytes: number;
  system: string;
  node: string;
  server?: string;
};

/** @param server what was measured against, such as `Elasticsearch 9.2.8`; absent without a server */
export function describeMachine(server?: string): Machine {
  const processors = cpus();
  return {
    takenAt: new Date().toISOString(),
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    ...(server === undefined ? {} : { server }),
  };
}
