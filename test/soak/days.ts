/** The days of a soak run, one after the other. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { SoakDaemon } from './daemon.ts';
import { countDocuments, drain, type Place } from './drain.ts';
import type { DurableServer } from './durable-server.ts';
import { pickFault, type Fault } from './faults.ts';
import type { FolderLife } from './folder-life.ts';
import { pileUp, planDay } from './happenings.ts';
import { readiness, readMetrics } from './metrics.ts';
import { memoryOf, processorSeconds } from './process-figures.ts';
import { createRandom, type Random } from './random.ts';
import type { Day } from './soak-report.ts';

export type SoakWorld = {
  seed: number;
  minutes: number;
  outageMinutes: number;
  server: DurableServer;
  daemon: SoakDaemon;
  life: FolderLife;
  place: Place;
  statusPort: number;
  signal: AbortSignal;
  tell: (day: Day) => void;
};

/** About how long a day takes, to know where the middle is. */
const DAY_MINUTES = 1;
const DRAIN_LIMIT_SECONDS = 180;
/** Until a file that ends too early is rejected, and some. */
const LAST_DRAIN_LIMIT_SECONDS = 240;
const OUTAGE_FILES = 400;

export async function liveDays(world: SoakWorld): Promise<Day[]> {
  const { seed, minutes, outageMinutes, server, daemon, life, signal } = world;
  const begun = performance.now();
  const elapsedMinutes = () => (performance.now() - begun) / 60_000;
  const days: Day[] = [];
  const middle = Math.floor((minutes - outageMinutes) / DAY_MINUTES / 2);
  await server.start();
  daemon.start();
  let bornOn = 1;
  let lifeSeen = daemon.lives();
  let isOver = false;
  for (let day = 1; !isOver; day += 1) {
    const random = createRandom(seed, day);
    const figures = startFigures(world);
    const isOutage = outageMinutes > 0 && day === Math.max(2, middle);
    const lived = isOutage
      ? await liveOutage(world, random)
      : await liveDay(world, random, day === 1, day > middle);
    isOver = signal.aborted || elapsedMinutes() >= minutes;
    if (isOver) life.manifest.expected.files.forEach(expectFinalState);
    const { seconds, deviations } = await drain(
      life,
      world.place,
      isOver ? LAST_DRAIN_LIMIT_SECONDS : DRAIN_LIMIT_SECONDS,
    );
    const lastWords = server.lastWords();
    if (lastWords !== undefined) throw new Error(`Elasticsearch ended on day ${day}, unasked: ${lastWords}`);
    if (deviations.length === 0) deviations.push(...(await notReady(world.statusPort)));
    deviations.push(...daemon.complaints(), ...lived.complaints);
    if (daemon.lives() !== lifeSeen) [lifeSeen, bornOn] = [daemon.lives(), day];
    const memory = memoryOf(daemon.pid());
    const ended: Day = {
      day,
      minutes: elapsedMinutes(),
      written: life.written(),
      files: life.size(),
      documents: await countDocuments(world.place),
      happened: lived.happened.join(', '),
      restarts: lived.restarts,
      drainSeconds: seconds,
      life: lifeSeen,
      age: day - bornOn,
      residentBytes: memory?.residentBytes ?? 0,
      peakBytes: memory?.peakBytes ?? 0,
      heapBytes: (await readMetrics(world.statusPort))?.get('nodejs_heap_size_used_bytes'),
      ...figures(),
      deviations,
    };
    days.push(ended);
    world.tell(ended);
  }
  await daemon.stop();
  days.at(-1)?.deviations.push(...daemon.complaints());
  return days;
}

type Lived = { happened: string[]; restarts: number; complaints: string[] };

/** @param sparesDaemon whether only the server may be struck */
async function liveDay(
  world: SoakWorld,
  random: Random,
  isFirst: boolean,
  sparesDaemon: boolean,
): Promise<Lived> {
  const fault = isFirst ? undefined : pickFault(random, sparesDaemon);
  const plan = planDay(random);
  const strikesAt = random.whole(0, plan.length - 1);
  const happened: string[] = [];
  let striking: Promise<void> | undefined;
  // The fault has numbers of its own: what it uses up meanwhile does not change the rest of the day.
  const ofFault = createRandom(random.whole(0, 1e9));
  for (const [n, happening] of plan.entries()) {
    if (n === strikesAt) striking = fault?.strike(world, ofFault);
    const told = await happening(world.life, random);
    if (told !== undefined) happened.push(told);
    if (n === strikesAt && fault !== undefined) happened.push(fault.name.toUpperCase());
    await sleep(random.whole(500, 5000));
  }
  await striking;
  return { happened, restarts: restartsOf(fault), complaints: [] };
}

function restartsOf(fault: Fault | undefined) {
  return fault?.restarts ?? 0;
}

/** One long outage: the server goes while it has a backlog to take in, files keep coming, and it returns. */
async function liveOutage(
  { server, daemon, life, outageMinutes }: SoakWorld,
  random: Random,
): Promise<Lived> {
  const daemonBefore = daemon.lives();
  await pileUp(life, random, OUTAGE_FILES);
  await sleep(1500);
  await server.kill();
  const until = performance.now() + outageMinutes * 60_000;
  let most = 0;
  while (performance.now() < until) {
    await pileUp(life, random, random.whole(1, 6));
    await sleep(Math.min(5000, Math.max(0, until - performance.now())));
    most = Math.max(most, memoryOf(daemon.pid())?.residentBytes ?? 0);
  }
  await server.start();
  const isSame = daemon.lives() === daemonBefore;
  return {
    happened: [
      `OUTAGE of ${outageMinutes} minutes in a backlog of ${OUTAGE_FILES} files`,
      `at most ${(most / 2 ** 20).toFixed(0)} MB meanwhile`,
      isSame ? 'nobody did anything but start the server' : 'the daemon was started again',
    ],
    restarts: 1,
    complaints: isSame ? [] : ['The daemon did not outlive the outage.'],
  };
}

/** In the end nothing may be waiting any more. */
function expectFinalState(file: { status: RegExp }): void {
  if (file.status.test('rejected')) file.status = /^rejected$/;
}

const READY_SECONDS = 30;

/** Once everything is in, the daemon has to say that it is ready. */
async function notReady(port: number): Promise<string[]> {
  let said = '';
  for (let second = 0; second < READY_SECONDS; second += 1) {
    said = await readiness(port);
    if (said === 'ready') return [];
    await sleep(1000);
  }
  return [`The daemon is not ready although all is in: ${said}`];
}

/** Processor time from now on. A process that ends meanwhile takes what it used with it. */
function startFigures({ daemon, server }: SoakWorld): () => { daemonCores: number; allCores: number } {
  const begun = performance.now();
  const others = () => new Map([...server.pids(), process.pid].map((pid) => [pid, processorSeconds(pid)]));
  const [before, daemonPid, daemonBefore] = [others(), daemon.pid(), processorSeconds(daemon.pid())];
  return () => {
    const seconds = (performance.now() - begun) / 1000;
    const now = daemon.pid();
    const ofDaemon = processorSeconds(now) - (now === daemonPid ? daemonBefore : 0);
    const ofOthers = [...others()].reduce((sum, [pid, used]) => sum + used - (before.get(pid) ?? 0), 0);
    return { daemonCores: ofDaemon / seconds, allCores: (ofDaemon + ofOthers) / seconds };
  };
}
