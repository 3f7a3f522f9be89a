/** The tools that write the same rows into the same index. */

import { fork, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Captured } from './capture.ts';
import type { Place } from './place.ts';
import { rivalScript, type Tool } from './tools.ts';

/** The files of runs, and what was captured of them. */
export type Workload = { folder: string; captured: Captured };

/** `seconds`: until everything is searchable. `found`: the images that a search finds then. */
export type Outcome = { seconds: number; found: number };

export type Contender = {
  name: string;
  /** For people; the best of them is chosen. */
  settings: readonly string[];
  /** How many times as long as runlens it must take. */
  target: number | undefined;
  /** Into empty indices. */
  run: (workload: Workload, setting: string) => Promise<Outcome>;
};

/** With some numbers of requests in flight, each a contender; what counts is the better of them in each round. */
export const LIMIT = 'limit: ready-made bodies';

export function createContenders(place: Place, tools: readonly Tool[]): Contender[] {
  return [
    { name: 'runlens ingest', settings: ['defaults'], target: undefined, run: runlensOn(place) },
    ...[2, 4].map((inFlight) => ({
      name: `${LIMIT}, ${inFlight}`,
      settings: [`${inFlight} in flight`],
      target: undefined,
      run: readyOn(place, 'limit.ts'),
    })),
    {
      name: 'helpers.bulk, ready objects',
      settings: ['5 in flight of 5 MB', '2 in flight of 5 MB', '5 in flight of 1 MB'],
      target: 1.2,
      run: readyOn(place, 'helper.ts'),
    },
    ...tools.map((tool) => ({ ...tool, target: 1, run: toolOn(place, tool) })),
  ];
}

/** From the start of the process to its end. */
function runlensOn(place: Place): Contender['run'] {
  return async ({ folder }) => {
    const begun = performance.now();
    await place.runlens(['ingest', folder]);
    const seconds = (performance.now() - begun) / 1000;
    return { seconds, found: await place.count(place.images) };
  };
}

/** The script's own time from the moment when all is in its memory, and a refresh. */
function readyOn(place: Place, script: string): Contender['run'] {
  return async ({ captured }, setting) => {
    const seconds = await runReady(script, [place.url, captured.bodies, ...numbersIn(setting)]);
    const refreshed = await untilFound(place, place.images, async () => {});
    return { ...refreshed, seconds: seconds + refreshed.seconds };
  };
}

/** From the start of the process to its end, and a refresh. */
function toolOn(place: Place, { isUnrouted, wantsGreeting, command }: Tool): Contender['run'] {
  return async ({ captured }, setting) => {
    const index = isUnrouted ? await place.beginUnrouted() : place.images;
    const url = wantsGreeting ? place.greetingUrl : place.url;
    return untilFound(place, index, () => run(command(numbersIn(setting), captured, url, index)));
  };
}

async function untilFound(place: Place, index: string, work: () => Promise<void>): Promise<Outcome> {
  const begun = performance.now();
  await work();
  await place.refresh(index);
  return { seconds: (performance.now() - begun) / 1000, found: await place.count(index) };
}

function numbersIn(setting: string): string[] {
  return setting.match(/\d+/g) ?? [];
}

/** Runs a command to its end. Throws with what it said when it fails. */
async function run([command = '', ...args]: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [code, out, error] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${(error + out).slice(-1000)}`);
}

/** Runs a script of ours that gets everything ready, waits to be let go, and tells how many seconds it took then. */
async function runReady(name: string, args: readonly string[]): Promise<number> {
  const child = fork(rivalScript(name), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let seconds: number | undefined;
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0 && seconds !== undefined) resolve(seconds);
      else reject(new Error(`${name} ended with ${code}.`));
    });
    child.on('message', (message: 'ready' | { seconds: number }) => {
      if (message === 'ready') child.send('go');
      else seconds = message.seconds;
    });
  });
}
