/** One daemon that lives through the kill of one member after another, while files come and change. */

import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../support/dump.ts';
import { createManifest } from '../support/manifest.ts';
import { wrongAnswers } from './answers.ts';
import type { Cluster } from './cluster.ts';
import { unlikeCopies } from './copies.ts';
import { createProgramPlace } from './program.ts';
import { chooseVictim, ROLES } from './victims.ts';

const SETTLE_SECONDS = 300;
const CHECK_MILLISECONDS = 2000;

export type WatchOutcome = {
  kills: string[];
  /** Files written. */
  written: number;
  /** From the last start of a member until nothing deviated. */
  settledSeconds: number;
  problems: string[];
};

export async function killAmidWatch(
  cluster: Cluster,
  { runs, images, downSeconds }: { runs: number; images: number; downSeconds: number },
): Promise<WatchOutcome> {
  const place = await createProgramPlace(cluster.urls, {
    watch: { settle_seconds: 0.2, scan_seconds: 5 },
    elasticsearch: { request_timeout_seconds: 30 },
  });
  const { prefix, folder } = place;
  const manifest = createManifest(folder);
  const url = cluster.urls[0] ?? '';
  const writing = new AbortController();
  let written = 0;
  try {
    const daemon = place.start('watch', 'watch', folder);
    const writer = (async () => {
      for (let state = 0; !writing.signal.aborted; state += 1) {
        const run = `r${(state * 7) % runs}`;
        // Sometimes fewer images than before: what is outdated is to be swept.
        await manifest.drop(run, state, { images: Math.ceil(images / (1 + (state % 3))) });
        written += 1;
        await sleep(150);
      }
    })();
    await settled(async () => (await count(url, `${prefix}-images`)) > images * 2, SETTLE_SECONDS);
    const kills: string[] = [];
    for (const role of ROLES) {
      await cluster.green();
      const { victim, holds } = await chooseVictim(cluster, role, cluster.urls, prefix);
      kills.push(`${victim.name}: ${holds}`);
      await victim.server.kill();
      await sleep(downSeconds * 1000);
      await victim.server.start();
    }
    writing.abort();
    await writer;
    const begun = performance.now();
    await cluster.green();
    let found: string[] = [];
    await settled(async () => {
      found = await manifest.problems(url, prefix);
      return found.length === 0;
    }, SETTLE_SECONDS);
    const settledSeconds = (performance.now() - begun) / 1000;
    const problems = [...found, ...(await unlikeCopies(url, prefix, 2))];
    for (const member of cluster.urls) problems.push(...(await manifest.problems(member, prefix)));
    problems.push(...(await wrongAnswers(place, [...manifest.expected.runs.values()], cluster.urls)));
    if (daemon.hasEnded()) problems.push('The daemon ended unasked.');
    daemon.signal('SIGTERM');
    const code = await daemon.ended;
    if (code !== 0) problems.push(`The daemon ended with ${code}: ${daemon.said().slice(-1000)}`);
    return { kills, written, settledSeconds, problems };
  } finally {
    writing.abort();
    const found = await request<object>(url, `${prefix}-*?filter_path=*.aliases`).catch(() => ({}));
    if (Object.keys(found).length > 0) await request(url, Object.keys(found).join(','), 'DELETE');
    await place.remove();
  }
}

/** Looks until it holds or the time is up; an error is a no. */
async function settled(holds: () => Promise<boolean>, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  while (!(await holds().catch(() => false)) && performance.now() < until) await sleep(CHECK_MILLISECONDS);
}

async function count(url: string, target: string): Promise<number> {
  return (await request<{ count: number }>(url, `${target}/_count`)).count;
}
