import { loadConfig } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import type { FlagName } from '../../config/settings.ts';
import { describeConfigError, type SettingSources } from '../../config/setting-source.ts';
import type { Report } from '../../output/report.ts';
import type { Invocation } from './invocation.ts';
import { readTextFile } from './read-text-file.ts';

export type Configured = { config: Config; sources: SettingSources };

/**
 * Does the work with the configuration in force. A configuration that is not valid is the report instead.
 *
 * @param flags settings that a command has as options of its own
 */
export async function withConfig(
  { io, options }: Pick<Invocation, 'io' | 'options'>,
  flags: Readonly<Partial<Record<FlagName, string | undefined>>>,
  work: (configured: Configured) => Promise<Report>,
): Promise<Report> {
  const { config: file, elasticsearch, prefix, logLevel } = options;
  const loaded = await loadConfig({
    file,
    environment: io.environment,
    flags: { elasticsearch, prefix, 'log-level': logLevel, ...flags },
    readFile: readTextFile,
  });
  if (loaded.type === 'loaded') return work(loaded);
  const why = loaded.errors.map(describeConfigError).join('\n');
  return { type: 'failure', failure: { what: 'the configuration is not valid', why } };
}
