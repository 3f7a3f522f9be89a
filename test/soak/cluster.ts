/**
 * A cluster of three of which one is killed at work: nothing is lost, nothing is there twice, the answers are right.
 *
 *   npm run soak:cluster -- [--only ingest|watch] [--roles data,master,first,first-master] [--rounds 1]
 *                           [--runs 20] [--images 2000] [--at 0.4] [--down-seconds 5] [--heap 512] [--version 9.2.8]
 *
 * Each ingest has one member killed (SIGKILL) when so much of the rows is written; it is started again while the program
 * goes on. One daemon lives through all kills. Ends with 1 where anything deviates. Linux only.
 */

import { parseArgs } from 'node:util';
import { startCluster } from '../cluster/cluster.ts';
import { killAmidIngest } from '../cluster/killed-ingest.ts';
import { killAmidWatch } from '../cluster/killed-watch.ts';
import { ROLES, type Role } from '../cluster/victims.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    roles: { type: 'string', default: ROLES.join(',') },
    rounds: { type: 'string', default: '1' },
    runs: { type: 'string', default: '20' },
    images: { type: 'string', default: '2000' },
    at: { type: 'string', default: '0.4' },
    'down-seconds': { type: 'string', default: '5' },
    heap: { type: 'string', default: '512' },
    version: { type: 'string', default: '9.2.8' },
  },
});
const roles = values.roles.split(',').map((name): Role => {
  const role = ROLES.find((each) => each === name);
  if (role === undefined) throw new Error(`--roles takes ${ROLES.join(', ')}, not "${name}".`);
  return role;
});

function number(name: 'rounds' | 'runs' | 'images' | 'at' | 'down-seconds' | 'heap') {
  const value = Number(values[name]);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0, not "${values[name]}".`);
  return value;
}

function tell(message: string) {
  return void process.stderr.write(`${message}\n`);
}

const [runs, images, downSeconds] = [number('runs'), number('images'), number('down-seconds')];

tell('Starting three servers.');
const cluster = await startCluster(3, { version: values.version, heapMegabytes: number('heap') });
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => void cluster.stop().finally(() => process.exit(130)));
const problems: string[] = [];
try {
  for (let round = 1; round <= number('rounds'); round += 1) {
    for (const role of values.only === 'watch' ? [] : roles) {
      const outcome = await killAmidIngest(
        cluster,
        role,
        { runs, images },
        { at: number('at'), downSeconds },
      );
      const { victim, holds, rowsBefore, rows, seconds, greenSeconds } = outcome;
      tell(
        `ingest, round ${round}, ${role}: killed ${victim} (${holds}) after ${rowsBefore} of ${rows} rows; ended after ` +
          `${seconds.toFixed(1)} s, green ${greenSeconds.toFixed(1)} s later; ${outcome.problems.length} deviations`,
      );
      problems.push(...outcome.problems);
      for (const problem of outcome.problems) tell(`  ${problem}`);
    }
    if (values.only === 'ingest') continue;
    const outcome = await killAmidWatch(cluster, { runs, images: Math.ceil(images / 20), downSeconds });
    tell(
      `watch, round ${round}: ${outcome.written} files written, killed ${outcome.kills.join('; ')}; ` +
        `settled after ${outcome.settledSeconds.toFixed(1)} s; ${outcome.problems.length} deviations`,
    );
    problems.push(...outcome.problems);
    for (const problem of outcome.problems) tell(`  ${problem}`);
  }
} finally {
  await cluster.stop();
}

tell(problems.length === 0 ? 'Nothing is lost.' : `${problems.length} deviations.`);
process.exitCode = problems.length === 0 ? 0 : 1;
