/** What befalls the server and the daemon. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { SoakDaemon } from './daemon.ts';
import type { DurableServer } from './durable-server.ts';
import type { Random } from './random.ts';

type Victims = { server: DurableServer; daemon: SoakDaemon };
export type Fault = {
  name: string;
  restarts: number;
  strike: (victims: Victims, random: Random) => Promise<void>;
};

function awhile(random: Random) {
  return sleep(random.whole(500, 12_000));
}

const serverRestart: Fault = {
  name: 'server restarted',
  restarts: 1,
  strike: async ({ server }, random) => {
    await server.stop();
    await awhile(random);
    await server.start();
  },
};

const serverKill: Fault = {
  name: 'server killed',
  restarts: 1,
  strike: async ({ server }, random) => {
    await server.kill();
    await awhile(random);
    await server.start();
  },
};

const serverFreeze: Fault = {
  name: 'server frozen',
  restarts: 0,
  strike: async ({ server }, random) => {
    server.freeze();
    await sleep(random.whole(3000, 20_000));
    server.thaw();
  },
};

const daemonRestart: Fault = {
  name: 'daemon restarted',
  restarts: 1,
  strike: async ({ daemon }, random) => {
    await daemon.stop();
    await awhile(random);
    daemon.start();
  },
};

const daemonKill: Fault = {
  name: 'daemon killed',
  restarts: 1,
  strike: async ({ daemon }, random) => {
    await daemon.kill();
    await awhile(random);
    daemon.start();
  },
};

const bothKill: Fault = {
  name: 'both killed',
  restarts: 2,
  strike: async ({ daemon, server }, random) => {
    await Promise.all([daemon.kill(), server.kill()]);
    await awhile(random);
    // The daemon comes first and has to wait for the server.
    daemon.start();
    await server.start();
  },
};

/** The daemon is asked to leave while there is no server. */
const bothRestart: Fault = {
  name: 'both restarted',
  restarts: 2,
  strike: async ({ daemon, server }, random) => {
    await server.stop();
    await awhile(random);
    await daemon.stop();
    await server.start();
    daemon.start();
  },
};

const OF_SERVER: readonly (readonly [Fault | undefined, number])[] = [
  [undefined, 3],
  [serverRestart, 2],
  [serverKill, 3],
  [serverFreeze, 2],
];
const OF_ALL: typeof OF_SERVER = [
  ...OF_SERVER,
  [daemonRestart, 1.5],
  [daemonKill, 2],
  [bothKill, 1],
  [bothRestart, 1],
];

/** @param sparesDaemon so that one daemon lives long enough to see whether its memory grows */
export function pickFault(random: Random, sparesDaemon: boolean): Fault | undefined {
  return random.weighed(sparesDaemon ? OF_SERVER : OF_ALL);
}
