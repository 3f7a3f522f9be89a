/** `ingest` while a member is killed amid it; it is started again while the program goes on. */

import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../support/dump.ts';
import { createManifest } from '../support/manifest.ts';
import { wrongAnswers } from './answers.ts';
import type { Cluster } from './cluster.ts';
import { unlikeCopies } from './copies.ts';
import { createProgramPlace, jsonIn } from './program.ts';
import { chooseVictim, inOrder, type Role } from './victims.ts';

export type Workload = { runs: number; images: number };

export type Outcome = {
  victim: string;
  holds: string;
  /** Rows that had been indexed when it was killed, and all that there are. */
  rowsBefore: number;
  rows: number;
  seconds: number;
  greenSeconds: number;
  problems: string[];
};

const PROJECTS = ['p', 'q'];
const LOOK_MILLISECONDS = 50;

/** @param at how much of the rows is indexed when the member is killed, 0 to 1 */
export async function killAmidIngest(
  cluster: Cluster,
  role: Role,
  { runs, images }: Workload,
  { at, downSeconds }: { at: number; downSeconds: number },
): Promise<Outcome> {
  const urls = await inOrder(cluster, role);
  const place = await createProgramPlace(urls);
  const { prefix, folder } = place;
  const manifest = createManifest(folder);
  async function dropAll(state: number, some: number) {
    for (let n = 0; n < runs; n += 1)
      await manifest.drop(`r${n}`, state, { images: some, project: PROJECTS[n % PROJECTS.length] ?? 'p' });
  }
  const survivor = (name: string) => cluster.members.find((member) => member.name !== name);
  try {
    // Something is there already, and some of it is outdated: the sweep has work too.
    await dropAll(0, Math.ceil(images / 10) + 20);
    await place.ask('ingest', folder);
    await cluster.green();
    await dropAll(1, images);
    const { victim, holds } = await chooseVictim(cluster, role, urls, prefix);
    const witness = survivor(victim.name);
    const rows = runs * images;
    const begun = performance.now();
    const start = await rowsWritten(witness?.url ?? '', prefix);
    const program = place.start('ingest', '--format', 'json', 'ingest', folder);
    let rowsBefore = 0;
    while (rowsBefore < rows * at && !program.hasEnded()) {
      await sleep(LOOK_MILLISECONDS);
      rowsBefore = (await rowsWritten(witness?.url ?? '', prefix)) - start;
    }
    const isAmid = !program.hasEnded();
    await victim.server.kill();
    await sleep(downSeconds * 1000);
    const restarted = victim.server.start();
    // Whatever the program does meanwhile, a start that fails is told below.
    restarted.catch(() => undefined);
    const code = await program.ended;
    const seconds = (performance.now() - begun) / 1000;
    await restarted;
    const waiting = performance.now();
    await cluster.green(witness);
    const greenSeconds = (performance.now() - waiting) / 1000;
    const problems: string[] = isAmid ? [] : ['The program had ended before the kill.'];
    const said = jsonIn(program.said()) as { indexed?: number; documents?: { images: number } } | undefined;
    if (code !== 0 || said?.indexed !== runs || said.documents?.images !== rows)
      problems.push(`ingest ended with ${code}: ${program.said().slice(-1500)}`);
    problems.push(...(await unlikeCopies(victim.url, prefix, 2)));
    for (const { url } of cluster.members) problems.push(...(await manifest.problems(url, prefix)));
    problems.push(...(await wrongAnswers(place, [...manifest.expected.runs.values()], urls)));
    return { victim: victim.name, holds, rowsBefore, rows, seconds, greenSeconds, problems };
  } finally {
    const url = cluster.urls[0] ?? '';
    const found = await request<object>(url, `${prefix}-*?filter_path=*.aliases`);
    if (Object.keys(found).length > 0) await request(url, Object.keys(found).join(','), 'DELETE');
    await place.remove();
  }
}

/** Index operations on the primaries of the images so far, wherever they are; a primary that is lost takes its count along. */
async function rowsWritten(url: string, prefix: string): Promise<number> {
  type Stats = { _all: { primaries: { indexing?: { index_total: number } } } };
  const { _all } = await request<Stats>(url, `${prefix}-images/_stats/indexing`);
  return _all.primaries.indexing?.index_total ?? 0;
}
