/**
 * Notifications to systemd from a service of `Type=notify`.
 *
 *   starting ──ready──▶ running (WATCHDOG=1 at intervals) ──stopping──▶ stopping
 *
 * Node.js has no Unix datagram sockets, so the program `systemd-notify` sends the messages. One runs at a time. Messages
 * that come meanwhile are collected, and of several statuses only the latest is sent.
 */

import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { shorten } from '../domain/model/shorten.ts';
import type { Log } from '../ingest/ports/log.ts';

export type Notifier = {
  /** The start is over. */
  ready: () => void;
  /** What the daemon is doing, for `systemctl status`. */
  status: (text: string) => void;
  /** The daemon is stopping. The watchdog ends. */
  stopping: () => void;
};

type Environment = Readonly<Record<string, string | undefined>>;

const LONGEST_STATUS = 300;

/** systemd-notify itself waits for at most 5 seconds until systemd has seen the message. */
const TIMEOUT_MILLISECONDS = 10_000;

/** The limit of setInterval: with a longer interval it does not wait at all. */
const LONGEST_INTERVAL_MILLISECONDS = 2 ** 31 - 1;

function ignore(): undefined {
  return undefined;
}

const SILENT: Notifier = { ready: ignore, status: ignore, stopping: ignore };

/**
 * Notifies systemd of the daemon's state if systemd asks for it (`NOTIFY_SOCKET`), and that the daemon is alive if
 * systemd has a watchdog (`WATCHDOG_USEC`).
 *
 * It never fails and never keeps the process from ending. The first failure is logged.
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

/** Half of the watchdog's timeout, in milliseconds; undefined if there is no watchdog for this process. */
function watchdogInterval(environment: Environment): number | undefined {
  const microseconds = Number(environment['WATCHDOG_USEC']);
  const addressee = environment['WATCHDOG_PID'];
  if (!(microseconds > 0) || (addressee !== undefined && addressee !== String(process.pid))) return undefined;
  return Math.min(LONGEST_INTERVAL_MILLISECONDS, Math.max(1, Math.floor(microseconds / 2000)));
}

/** Runs systemd-notify and reports why it failed, if it did. */
function runNotify(variables: string[], environment: Environment, done: (reason?: string) => void): void {
  try {
    const child = spawn('systemd-notify', variables, {
      // The rest of the environment may hold credentials.
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
    // Not 'exit': output may still be in the pipe then.
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
