/** Where the contenders write: indices as runlens makes them, new ones for each contender. */

import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../../test/support/dump.ts';
import { runCli } from '../../test/support/run-cli.ts';
import type { CliResult } from '../../test/support/running.ts';

export type Place = {
  url: string;
  /** Leads to the same server, and tells its version. */
  greetingUrl: string;
  prefix: string;
  /** What answers to the alias of the images. */
  images: string;
  /** Runs the built program against the place, or against another URL that leads there. */
  runlens: (args: readonly string[], url?: string) => Promise<CliResult>;
  /** Takes all indices away and sets them up again. */
  begin: () => Promise<void>;
  /** An index of the images' mapping that does not ask for routing. */
  beginUnrouted: () => Promise<string>;
  refresh: (index: string) => Promise<void>;
  /** Documents that a search finds now. */
  count: (index: string) => Promise<number>;
};

/** After indices are deleted, so that no contender pays for the removal of their files. */
const PAUSE_MILLISECONDS = 500;

/** @param program the path of the built program */
export function createPlace(
  { url, greetingUrl, prefix }: Pick<Place, 'url' | 'greetingUrl' | 'prefix'>,
  program: string,
  cwd: string,
): Place {
  async function runlens(args: readonly string[], to: string | undefined = url): Promise<CliResult> {
    const ran = await runCli(['--elasticsearch', to, '--prefix', prefix, ...args], { cli: program, cwd });
    if (ran.exitCode !== 0) throw new Error(`${args[0]} ended with ${ran.exitCode}: ${ran.stderr}`);
    return ran;
  }
  return {
    url,
    greetingUrl,
    prefix,
    images: `${prefix}-images`,
    runlens,
    begin: async () => {
      const found = await request<object>(url, `${prefix}-*?filter_path=*.aliases`);
      const names = Object.keys(found);
      if (names.length > 0) await request(url, names.join(','), 'DELETE');
      await runlens(['setup-indices']);
      await sleep(PAUSE_MILLISECONDS);
    },
    beginUnrouted: async () => {
      const name = `${prefix}-unrouted`;
      const file = new URL('../../mappings/images/v1.json', import.meta.url);
      const { settings, mappings } = JSON.parse(await readFile(file, 'utf8')) as Record<string, object>;
      await request(url, name, 'PUT', { settings, mappings: { ...mappings, _routing: { required: false } } });
      return name;
    },
    refresh: (index) => request(url, `${index}/_refresh`, 'POST'),
    count: async (index) => (await request<{ count: number }>(url, `${index}/_count`)).count,
  };
}
