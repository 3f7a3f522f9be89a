/** One new run, from its rename into the folder to the answers that name it. */

import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bestOfEachRequest, rankingRequest } from '../../src/domain/questions/best.ts';
import type { Search, SearchRequest } from '../../src/domain/questions/search.ts';
import { betterRun, newRunId, PROJECT } from './known-runs.ts';
import { sharesOf, type Shares } from './shares.ts';
import type { TimedProxy, TimedRequest } from './timed-proxy.ts';

export type Place = { folder: string; aside: string; search: Search; proxy: TimedProxy; images: number };

export type Way = 'renamed' | 'written';

/** Milliseconds from the moment before the file came to the answer in which its run is the first. */
export type Sample = {
  /** `best --project`: the ranking. */
  ranked: number;
  /** `best`: judged, and told to be the best of its project. */
  judged: number;
  rankedShares: Shares;
  judgedShares: Shares;
  /** The daemon's requests, in milliseconds since the beginning. */
  requests: TimedRequest[];
};

const LIMIT_MILLISECONDS = 60_000;
/** After the last request of the daemon, so that no sample has to wait for what the one before it left. */
const QUIET_MILLISECONDS = 700;
const PAUSE_MILLISECONDS = 500;

/** @param n a number that no sample has had */
export async function takeSample(n: number, way: Way, place: Place): Promise<Sample> {
  const { folder, aside, search, proxy, images } = place;
  const name = `${newRunId(n)}.json`;
  const [from, to] = [join(aside, name), join(folder, PROJECT, name)];
  const content = betterRun(n, images);
  if (way === 'renamed') await writeFile(from, content);
  // Not in step with anything that the daemon or the server does at intervals.
  await sleep(Math.random() * PAUSE_MILLISECONDS);
  proxy.take();
  const begun = performance.now();
  await (way === 'renamed' ? rename(from, to) : writeFile(to, content));
  const found: { ranked?: number; judged?: number } = {};
  while (found.ranked === undefined || found.judged === undefined) {
    if (found.ranked === undefined && (await isNamed(n, search, rankingRequest(PROJECT, 1))))
      found.ranked = performance.now();
    if (found.judged === undefined && (await isNamed(n, search, bestOfEachRequest())))
      found.judged = performance.now();
    if (performance.now() - begun > LIMIT_MILLISECONDS)
      throw new Error(`"best" does not name the new run ${newRunId(n)} within a minute.`);
  }
  while (proxy.quietFor() < QUIET_MILLISECONDS) await sleep(QUIET_MILLISECONDS / 10);
  const requests = proxy.take();
  return {
    ranked: found.ranked - begun,
    judged: found.judged - begun,
    rankedShares: sharesOf(requests, begun, found.ranked),
    judgedShares: sharesOf(requests, begun, found.judged),
    requests: requests.map((each) => ({ ...each, from: each.from - begun, to: each.to - begun })),
  };
}

async function isNamed(n: number, search: Search, request: SearchRequest): Promise<boolean> {
  const answer = await search(request);
  if (answer.type !== 'ok') throw new Error(`The search for the best run failed: ${answer.reason}`);
  const [first] = answer.value.hits as { run: { id: string } }[];
  return first?.run.id === newRunId(n);
}
