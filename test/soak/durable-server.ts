/**
 * An Elasticsearch that can be stopped, killed, frozen and started again on the same data and the same port, which the
 * server for demonstrations cannot: that one chooses its port, and its folder goes with it.
 *
 *   stopped ──start──▶ running ──stop (SIGTERM), kill (SIGKILL)──▶ stopped
 *                         └──freeze (SIGSTOP), thaw (SIGCONT)──▶ running
 */

import { chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { unpackedArchive } from '../../src/commands/demo/server/archive.ts';
import { bareConfiguration } from '../../src/commands/demo/server/bare-configuration.ts';
import { cacheFolder } from '../../src/process/cache-folder.ts';
import { findJava } from '../../src/commands/demo/server/find-java.ts';
import { startGuarded, type GuardedProcess } from '../../src/commands/demo/server/guarded-process.ts';
import { requiredJavaMajor } from '../../src/commands/demo/server/java-version.ts';
import { isHealthy, poll } from '../../src/commands/demo/server/readiness.ts';
import { unprivilegedUser } from '../../src/commands/demo/server/unprivileged-user.ts';

const START_MILLISECONDS = 180_000;

export type DurableServerOptions = {
  /** A loopback address. */
  host?: string;
  /** Settings of elasticsearch.yml that are other than those of a server by itself; null: not set. */
  settings?: Readonly<Record<string, unknown>>;
  heapMegabytes?: number;
  /** As in a deployment: with all compilers and the default collector, of which the start is slower. */
  isForLong?: boolean;
};

export type DurableServer = {
  url: string;
  /** Returns when it is ready. */
  start: () => Promise<void>;
  /** Asks it to leave, and returns when it has. */
  stop: () => Promise<void>;
  kill: () => Promise<void>;
  /** It keeps its connections and answers nothing. */
  freeze: () => void;
  thaw: () => void;
  /** Its processes, at this moment. */
  pids: () => number[];
  /** Its last words, where it has ended and nobody asked it to. */
  lastWords: () => string | undefined;
};

/**
 * Prepares a server, fetched with Maven the first time; it is not started.
 *
 * @param folder empty; belongs to the server from now on, and the caller removes it in the end
 */
export async function createDurableServer(
  folder: string,
  port: number,
  version: string,
  { host = '127.0.0.1', settings = {}, heapMegabytes, isForLong = false }: DurableServerOptions = {},
): Promise<DurableServer> {
  const environment = process.env;
  const user = await unprivilegedUser();
  const java = await findJava(requiredJavaMajor(version), environment, user);
  if (java === undefined)
    throw new Error(`Elasticsearch ${version} needs a JDK ${requiredJavaMajor(version)} or newer.`);
  const cache = cacheFolder(environment, {
    isRoot: user !== undefined,
    home: environment['HOME'] ?? homedir(),
  });
  const archive = await unpackedArchive({ version, environment, report }, cache, java.home);
  if (archive.type !== 'unpacked')
    throw new Error(archive.type === 'no-maven' ? 'Maven (mvn) was not found.' : archive.reason);
  const { home } = archive;
  function make(name: string) {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    if (user !== undefined) chownSync(path, user.uid, user.gid);
    return path;
  }
  make('.');
  const [config, data, logs] = [make('config'), make('data'), make('logs')];
  const url = `http://${host}:${port}`;
  const changes = { ...settings, 'network.host': host, 'http.port': port };
  let lives = 0;
  let guarded: GuardedProcess | undefined;

  function configure(temporary: string): void {
    for (const [name, content] of Object.entries(bareConfiguration({ config, data, logs, temporary }))) {
      const path = join(config, name);
      const fixed =
        name === 'elasticsearch.yml'
          ? withSettings(content, changes)
          : name === 'jvm.options'
            ? withJvm(content, { heapMegabytes, isForLong })
            : content;
      writeFileSync(path, fixed);
      if (user !== undefined) chownSync(path, user.uid, user.gid);
    }
  }

  const pids = () => processesWith(`ES_PATH_CONF=${config}`);
  // Not to the launcher: the guard would take it for ended where it is only stopped.
  function signal(name: NodeJS.Signals) {
    for (const pid of pids().filter((each) => !isLauncher(each))) {
      try {
        process.kill(pid, name);
      } catch {
        // It has just ended.
      }
    }
  }
  async function gone(server: GuardedProcess) {
    await server.stop();
    guarded = undefined;
  }
  return {
    url,
    pids,
    lastWords: () => (guarded?.hasExited() ? guarded.output() : undefined),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async start() {
      // The guard removes this folder when the life ends; the data is elsewhere.
      const temporary = make(`life-${(lives += 1)}`);
      configure(temporary);
      guarded = startGuarded(['bash', join(home, 'bin', 'elasticsearch')], {
        folder: temporary,
        user,
        environment: {
          PATH: environment['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
          ES_JAVA_HOME: java.home,
          ES_PATH_CONF: config,
          ES_TMPDIR: temporary,
          JDK_JAVA_OPTIONS: isForLong ? '-XX:-UsePerfData' : '-XX:TieredStopAtLevel=1 -XX:-UsePerfData',
        },
      });
      const { output, hasExited } = guarded;
      const deadline = performance.now() + START_MILLISECONDS;
      const ready = await poll(() => isHealthy(url), { deadline, hasEnded: hasExited });
      if (ready.type !== 'there')
        throw new Error(`Elasticsearch does not start (${ready.type}): ${output()}`);
    },
    async stop() {
      const server = guarded;
      if (server === undefined) return;
      signal('SIGTERM');
      await poll(async () => (server.hasExited() ? true : undefined), {
        deadline: performance.now() + 60_000,
        hasEnded: server.hasExited,
      });
      if (!server.hasExited()) throw new Error('Elasticsearch does not leave when asked to.');
      await gone(server);
    },
    async kill() {
      // The guard kills the whole group.
      if (guarded !== undefined) await gone(guarded);
    },
  };
}

/** One setting per line, as `bareConfiguration` writes them. */
function withSettings(content: string, settings: Readonly<Record<string, unknown>>): string {
  const kept = content
    .split('\n')
    .filter((line) => line !== '' && !Object.hasOwn(settings, line.slice(0, line.indexOf(':'))));
  const added = Object.entries(settings)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `${[...kept, ...added].join('\n')}\n`;
}

/** The quick collector never frees before it must, and then Elasticsearch refuses what it takes for too much. */
function withJvm(
  content: string,
  {
    heapMegabytes,
    isForLong,
  }: Pick<DurableServerOptions, 'isForLong'> & { heapMegabytes: number | undefined },
): string {
  const lines = isForLong === true ? content.replace('-XX:+UseSerialGC\n', '-XX:+UseG1GC\n') : content;
  return heapMegabytes === undefined ? lines : lines.replaceAll(/^-(Xm[sx]).*$/gm, `-$1${heapMegabytes}m`);
}

function report(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** The JVMs with this variable: the server, and the launcher that hands signals on to it. */
function processesWith(variable: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isJavaWith(pid, variable));
}

function isLauncher(pid: number): boolean {
  return commandOf(pid).includes('\0-Dcli.name=');
}

function isJavaWith(pid: number, variable: string): boolean {
  try {
    return (
      /\/java\0/.test(commandOf(pid)) &&
      readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable)
    );
  } catch {
    return false;
  }
}

/** The words of its command line, each with a zero behind it; empty for a process that has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}
