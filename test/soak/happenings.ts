/** What happens in the folder in the course of a day. */

import { setTimeout as sleep } from 'node:timers/promises';
import { BAD_FILES } from '../support/bad-files.ts';
import type { FolderLife, Manner } from './folder-life.ts';
import type { Random } from './random.ts';

const PROJECTS = ['alpha', 'beta', 'gamma', 'delta'];

/** Of the files that are there, at most this part goes in one day: more at once would look like a lost mount. */
const MOST_REMOVED = 0.03;

type Happening = (life: FolderLife, random: Random) => Promise<string | undefined>;

function manner(random: Random): Manner {
  return random.pick(['rename', 'rename', 'write'] as const);
}

function images(random: Random) {
  return random.chance(0.05) ? random.whole(50, 300) : random.whole(0, 8);
}

async function burst(life: FolderLife, random: Random): Promise<string | undefined> {
  const count = random.whole(8, 40);
  const project = random.pick(PROJECTS);
  for (let n = 0; n < count; n += 1) await life.addRun(project, images(random), manner(random));
  return `${count} new`;
}

async function trickle(life: FolderLife, random: Random): Promise<string | undefined> {
  const count = random.whole(2, 6);
  for (let n = 0; n < count; n += 1) {
    await life.addRun(random.pick(PROJECTS), images(random), manner(random));
    await sleep(random.whole(200, 1500));
  }
  return `${count} new`;
}

async function rewrites(life: FolderLife, random: Random): Promise<string | undefined> {
  const paths = random.some(life.idleRuns(), random.whole(2, 15));
  for (const path of paths) await life.rewrite(path, images(random), manner(random));
  return `${paths.length} rewritten`;
}

/** The same few files again and again, faster than they settle. */
async function restless(life: FolderLife, random: Random): Promise<string | undefined> {
  const paths = random.some(life.idleRuns(), 3);
  for (let time = 0; time < 6; time += 1) {
    for (const path of paths) await life.rewrite(path, images(random), 'rename');
    await sleep(random.whole(50, 900));
  }
  return `${paths.length} rewritten 6 times`;
}

async function slowWriters(life: FolderLife, random: Random): Promise<string | undefined> {
  const count = random.whole(1, 4);
  const writers = Array.from({ length: count }, () =>
    life.addRun(random.pick(PROJECTS), random.whole(5, 60), random.whole(1000, 7000)),
  );
  await Promise.all(writers);
  return `${count} slow`;
}

async function lateSideFiles(life: FolderLife, random: Random): Promise<string | undefined> {
  const count = random.whole(1, 4);
  const writers = Array.from({ length: count }, () =>
    life.addRun(random.pick(PROJECTS), random.whole(1, 80), manner(random), random.whole(500, 7000)),
  );
  await Promise.all(writers);
  return `${count} late side files`;
}

async function badFiles(life: FolderLife, random: Random): Promise<string | undefined> {
  const chosen = random.some(BAD_FILES, random.whole(1, 4));
  for (const bad of chosen) await life.addBad(random.pick(PROJECTS), bad);
  return `${chosen.length} bad`;
}

async function mending(life: FolderLife, random: Random): Promise<string | undefined> {
  const paths = random.some(life.badFiles(), random.whole(1, 3));
  for (const path of paths) await life.mend(path);
  return paths.length === 0 ? undefined : `${paths.length} mended`;
}

async function deletions(life: FolderLife, random: Random): Promise<string | undefined> {
  const most = Math.floor(life.size() * MOST_REMOVED * 0.5);
  const paths = random.some([...life.idleRuns(), ...life.badFiles()], Math.min(most, random.whole(1, 5)));
  for (const path of paths) await life.remove(path);
  return paths.length === 0 ? undefined : `${paths.length} deleted`;
}

async function moves(life: FolderLife, random: Random): Promise<string | undefined> {
  const most = Math.floor(life.size() * MOST_REMOVED * 0.5);
  const paths = random.some(life.idleRuns(), Math.min(most, random.whole(1, 2)));
  for (const path of paths) await life.move(path);
  return paths.length === 0 ? undefined : `${paths.length} moved`;
}

async function projectChange(life: FolderLife, random: Random): Promise<string | undefined> {
  const project = random.pick(PROJECTS);
  await life.setBaseline(project, random.whole(1, 99) / 100);
  return `rules of ${project}`;
}

async function ignored(life: FolderLife, random: Random): Promise<string | undefined> {
  await life.addIgnored(random.pick(PROJECTS));
  return undefined;
}

async function silence(_life: FolderLife, random: Random): Promise<string | undefined> {
  await sleep(random.whole(4000, 9000));
  return undefined;
}

/** By how often each is to happen. Deletions and moves come at most once a day: see `MOST_REMOVED`. */
const OFTEN: readonly (readonly [Happening, number])[] = [
  [burst, 5],
  [trickle, 3],
  [rewrites, 4],
  [restless, 2],
  [slowWriters, 3],
  [lateSideFiles, 3],
  [badFiles, 2],
  [mending, 1],
  [projectChange, 1],
  [ignored, 1],
  [silence, 2],
];

/** The happenings of a day, in order; each returns what there is to say of it. */
export function planDay(random: Random): readonly Happening[] {
  const count = random.whole(7, 11);
  const plan: Happening[] = [burst];
  while (plan.length < count) plan.push(random.weighed(OFTEN));
  if (random.chance(0.6)) plan.splice(random.whole(1, plan.length), 0, deletions);
  if (random.chance(0.4)) plan.splice(random.whole(1, plan.length), 0, moves);
  return plan;
}

/** A backlog: so many new runs at once. */
export async function pileUp(life: FolderLife, random: Random, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await life.addRun(random.pick(PROJECTS), images(random), 'rename');
}
