/**
 * What systemd wants to know of a service of `Type=notify`.
 *
 *   starting ──ready──▶ running (WATCHDOG=1 again and again) ──stopping──▶ stopping
 *
 * Node.js has no Unix datagram sockets, so the program `systemd-notify` sends the messages. It is run once at a time;
 * what is to be said meanwhile is collected, and only the latest status counts: so there is never more than one.
 */

import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { shorten } from '../domain/model/shorten.ts';
import type { Log } from '../ingest/ports/world.ts';

export type Notifier = {
  /** The start is over. */
  ready: () => void;
  /** What the daemon is at, for `systemctl status`. */
  status: (text: string) => void;
  /** The end has begun. Nobody needs to know any more that the daemon lives. */
  stopping: () => void;
};

type Environment = Readonly<Record<string, string | undefined>>;

const LONGEST_STATUS = 300;

/** systemd-notify itself waits for at most 5 seconds until systemd has seen the message. */
const TIMEOUT_MILLISECONDS = 10_000;

/** What setInterval can wait for at most; beyond, it does not wait at all. */
const LONGEST_INTERVAL_MILLISECONDS = 2 ** 31 - 1;

function ignore(): undefined {
  return undefined;
}

const SILENT: Notifier = { ready: ignore, status: ignore, stopping: ignore };

/**
 * Tells systemd how the daemon fares; says nothing to anybody where systemd has not asked for it (`NOTIFY_SOCKET`).
 * Tells it also that the daemon lives where it asks for that (`WATCHDOG_USEC`).
 *
 * Nothing here ever fails or keeps the process from ending: the first failure is logged, and that is all.
 */
export function createNotifier(environment: Environment, log: Pick<Log, 'warn'>): Notifier {
  if ((environment['NOTIFY_SOCKET'] ?? '') === '') return SILENT;
  const pending = new Map<string, string>();
  let isSending = false;
  let hasFailed = false;
  let lastStatus: string | undefined;

  function say(variable: string, value: string): void {
    pending.set(variable, value);
    if (!isSending) send();
  }

  function send(): void {
    const variables = Array.from(pending, ([variable, value]) => `${variable}=${value}`);
    pending.clear();
    isSending = true;
    runNotify(variables, environment, (reason) => {
      isSending = false;
      if (reason !== undefined && !hasFailed) {
        hasFailed = true;
        log.warn({ reason }, 'systemd could not be told how runlens fares; this is not said again');
      }
      if (pending.size > 0) send();
    });
  }

  const interval = watchdogInterval(environment);
  const watchdog = interval === undefined ? undefined : setInterval(() => say('WATCHDOG', '1'), interval);
  watchdog?.unref();
  return {
    ready: () => say('READY', '1'),
    status: (text) => {
      // A line break would begin another variable.
      const status = shorten(text.replaceAll(/\p{Cc}+/gu, ' ').trim(), LONGEST_STATUS);
      if (status === lastStatus) return;
      lastStatus = status;
      say('STATUS', status);
    },
    stopping: () => {
      clearInterval(watchdog);
      say('STOPPING', '1');
    },
  };
}

/** Half of the time after which systemd loses patience, in milliseconds; undefined where it does not ask us. */
function watchdogInterval(environment: Environment): number | undefined {
  const microseconds = Number(environment['WATCHDOG_USEC']);
  const addressee = environment['WATCHDOG_PID'];
  if (!(microseconds > 0) || (addressee !== undefined && addressee !== String(process.pid))) return undefined;
  return Math.min(LONGEST_INTERVAL_MILLISECONDS, Math.max(1, Math.floor(microseconds / 2000)));
}

/** Runs systemd-notify and says why it failed, if it did. */
function runNotify(variables: string[], environment: Environment, done: (reason?: string) => void): void {
  try {
    const child = spawn('systemd-notify', variables, {
      // Nothing else of the environment: there may be credentials in it.
      env: { PATH: environment['PATH'], NOTIFY_SOCKET: environment['NOTIFY_SOCKET'] },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const words: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => words.push(text));
    let isOver = false;
    function end(reason?: string) {
      clearTimeout(killer);
      if (!isOver) done(reason);
      isOver = true;
    }
    const killer = setTimeout(() => {
      child.kill('SIGKILL');
      end(`systemd-notify took longer than ${TIMEOUT_MILLISECONDS / 1000} s`);
    }, TIMEOUT_MILLISECONDS);
    child.once('error', (error) => end(`systemd-notify cannot be run: ${error.message}`));
    // Not 'exit': its last words may still be in the pipe then.
    child.once('close', (code, signal) => {
      if (code === 0) end();
      else end(`systemd-notify ended with ${signal ?? `exit code ${code}`}: ${words.join('').trim()}`);
    });
    child.unref();
    if (child.stderr instanceof Socket) child.stderr.unref();
    killer.unref();
  } catch (error) {
    // Some failures to start a program are thrown, such as a lack of memory.
    done(`systemd-notify cannot be run: ${(error as Error).message}`);
  }
}
