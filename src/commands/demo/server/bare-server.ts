import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareConfiguration } from './bare-configuration.ts';
import type { ServerFolders } from './bare-configuration.ts';
import { startGuarded } from './guarded-process.ts';
import type { GuardedProcess } from './guarded-process.ts';
import { tellingLine } from './output-tail.ts';
import { parsePortsFile } from './ports-file.ts';
import { isHealthy, poll, serverVersion } from './readiness.ts';
import type { ServerStarted, StartInterrupted } from './server.ts';
import type { UnixUser } from './run-command.ts';

const startMilliseconds = 180_000;

export type BareServerOutcome = ServerStarted | StartInterrupted | { type: 'start-failed'; reason: string };

/** Starts an unpacked server on a loopback port of its choice, with folders that are removed when it stops. */
export async function startBareServer(installation: {
  home: string;
  javaHome: string;
  user: UnixUser | undefined;
  path: string | undefined;
  signal: AbortSignal | undefined;
}): Promise<BareServerOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'runlens-elasticsearch-'));
  let server: GuardedProcess | undefined;
  try {
    const folders = await prepare(folder, installation.user);
    server = startGuarded(['bash', join(installation.home, 'bin', 'elasticsearch')], {
      folder,
      user: installation.user,
      environment: {
        PATH: installation.path ?? '/usr/local/bin:/usr/bin:/bin',
        ES_JAVA_HOME: installation.javaHome,
        ES_PATH_CONF: folders.config,
        ES_TMPDIR: folders.temporary,
        // For all three JVMs: only the quick compiler, and no performance data in /tmp.
        JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:-UsePerfData',
      },
    });
    const outcome = await waitUntilReady(server, folders, installation.signal);
    if (outcome.type !== 'started') await server.stop();
    return outcome;
  } catch (cause) {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
    throw new Error(`Cannot prepare a server in ${folder}.`, { cause });
  }
}

async function prepare(folder: string, user: UnixUser | undefined): Promise<ServerFolders> {
  const folders = {
    config: join(folder, 'config'),
    data: join(folder, 'data'),
    logs: join(folder, 'logs'),
    temporary: join(folder, 'tmp'),
  };
  const created = [folder, ...Object.values(folders)];
  await Promise.all(Object.values(folders).map((path) => mkdir(path)));
  for (const [name, content] of Object.entries(bareConfiguration(folders))) {
    const file = join(folders.config, name);
    await writeFile(file, content);
    created.push(file);
  }
  if (user !== undefined) await Promise.all(created.map((path) => chown(path, user.uid, user.gid)));
  return folders;
}

/** STARTING --(ports file)--> LISTENING --(health)--> READY; in each state the process may end or time may run out. */
async function waitUntilReady(
  server: GuardedProcess,
  folders: ServerFolders,
  signal: AbortSignal | undefined,
): Promise<BareServerOutcome> {
  const limits = { deadline: performance.now() + startMilliseconds, hasEnded: server.hasExited, signal };
  const portsFile = join(folders.logs, 'http.ports');
  const listening = await poll(
    () => readFile(portsFile, 'utf8').then(parsePortsFile, () => undefined),
    limits,
  );
  const url = listening.type === 'there' ? `http://${listening.value}` : undefined;
  const ready = url === undefined ? listening : await poll(() => isHealthy(url), limits);
  if (url !== undefined && ready.type === 'there') {
    const version = await serverVersion(url);
    return { type: 'started', server: { url, origin: 'maven', version, stop: server.stop } };
  }
  if (ready.type === 'aborted') return { type: 'start-interrupted' };
  const manner = ready.type === 'ended' ? 'ended' : `did not answer within ${startMilliseconds / 1000} s`;
  return { type: 'start-failed', reason: `it ${manner} while starting: ${tellingLine(server.output())}` };
}
