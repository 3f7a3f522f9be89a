import { inspect } from 'node:util';
import { oneLine } from './text.ts';

/** An expected failure, for people: what failed, on what, why, and what to do about it. */
export type Failure = { what: string; on?: string; why?: string; advice?: string };

const PROGRAM = 'runlens';

/**
 * The lines of a failure for stderr: `runlens: <what> <on>: <why>`, and the advice below. A reason of several lines, one
 * per fault, is below as well.
 */
export function renderFailure({ what, on, why, advice }: Failure): string {
  const subject = on === undefined ? what : `${what} ${on}`;
  const reasons = (why ?? '').split('\n').filter((line) => line !== '');
  const [only] = reasons;
  const below = reasons.length > 1 ? reasons : [];
  const first = only === undefined || below.length > 0 ? subject : `${subject}: ${only}`;
  const lines = [below.length > 0 ? `${first}:` : first, ...below, ...(advice?.split('\n') ?? [])];
  return toLines(lines);
}

/**
 * The lines for an unexpected error.
 *
 * @param options `debug`: with the stack and the causes. `reportAt`: the URL for reports of bugs
 */
export function renderBug(
  error: unknown,
  { debug, reportAt }: { debug: boolean; reportAt?: string | undefined },
): string {
  const report = `This is a bug in ${PROGRAM}: please report it${reportAt === undefined ? '' : ` at ${reportAt}`}`;
  const lines = [
    `unexpected error: ${messageOf(error)}`,
    debug ? `${report}, with what follows.` : `${report}, with what the same command prints with --debug.`,
  ];
  return toLines([...lines, ...(debug ? stacks(error) : [])]);
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : show(error);
  return message.split('\n', 1).join('');
}

/** A thrown value that is not an error, without its nested content, which may be confidential. */
function show(thrown: unknown): string {
  return typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 0, breakLength: Infinity });
}

/** The stack of the error and of its causes, each once. */
function stacks(error: unknown, seen = new Set<unknown>()): string[] {
  if (seen.has(error)) return [];
  const label = seen.size === 0 ? '' : 'caused by: ';
  seen.add(error);
  if (!(error instanceof Error)) return [label + show(error)];
  const causes: unknown[] = error instanceof AggregateError ? [...error.errors] : [];
  if (error.cause !== undefined) causes.push(error.cause);
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return [...(label + stack).split('\n'), ...causes.flatMap((cause) => stacks(cause, seen))];
}

function toLines([first = '', ...rest]: readonly string[]): string {
  return [`${PROGRAM}: ${first}`, ...rest.map((line) => `  ${line}`)]
    .map((line) => `${maskPasswords(oneLine(line))}\n`)
    .join('');
}

/** Messages of libraries may quote a URL with a password. */
function maskPasswords(line: string): string {
  return line.replaceAll(/(\/\/[^\s/:@]*):\S*@/g, '$1:<hidden>@');
}
