import { checkLayer, type Layer } from './check.ts';
import { loadFile, type ReadFile } from './file.ts';
import { RULES } from './rules.ts';
import { Config } from './schema.ts';
import { type FlagName, SETTINGS, type SettingKey } from './settings.ts';
import type { ConfigError, SettingSource, SettingSources } from './setting-source.ts';
import { toTree } from './tree.ts';

type Loaded =
  | { type: 'loaded'; config: Config; sources: SettingSources }
  | { type: 'invalid-config'; errors: ConfigError[] };

type Origins = {
  /** The file given with `--config`; by default `runlens.config.json`, if it exists. */
  file?: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  /** The values of flags by their names without dashes (`log-level`). */
  flags: Readonly<Partial<Record<FlagName, string | undefined>>>;
  readFile: ReadFile;
};

/**
 * The configuration from defaults < file < environment < flags.
 *
 * @returns all faults of all sources, if there are any. Rules between settings are checked if the settings are valid
 */
export async function loadConfig({ file, environment, flags, readFile }: Origins): Promise<Loaded> {
  const errors: ConfigError[] = [];
  const values = new Map<SettingKey, { value: unknown; source: SettingSource }>();
  const broken = new Set<SettingKey>();

  const layers = [environmentLayer(environment), flagsLayer(flags)];
  const loaded = await loadFile(file, readFile);
  if (loaded.type === 'loaded') {
    layers.unshift({ tree: loaded.tree, sourceOf: () => loaded.source });
  } else {
    errors.push(loaded.error);
    // The content of the file is unknown: no rule can be checked without it.
    for (const { key } of SETTINGS) broken.add(key);
  }

  for (const layer of layers) {
    const checked = checkLayer(layer);
    errors.push(...checked.errors);
    for (const [key, value] of checked.values) values.set(key, value);
    for (const key of checked.broken) broken.add(key);
  }

  const config = Config.parse(toTree([...values].map(([key, { value }]) => [key, value])));
  const from = (key: SettingKey): SettingSource => values.get(key)?.source ?? 'default';
  for (const rule of RULES) {
    if (rule.keys.some((key) => broken.has(key))) continue;
    const fault = rule.check(config, from);
    if (fault !== undefined) errors.push({ source: from(fault.key), ...fault });
  }

  if (errors.length > 0) return { type: 'invalid-config', errors };
  const sources = Object.fromEntries(SETTINGS.map(({ key }) => [key, from(key)])) as SettingSources;
  return { type: 'loaded', config, sources };
}

/** An empty variable counts as unset: `${NAME:-}` in a compose file sets such a variable. */
function environmentLayer(environment: Origins['environment']): Layer {
  return {
    tree: toTree(
      SETTINGS.flatMap(({ key, environment: name, parse }) => {
        const text = name === undefined ? undefined : environment[name];
        return text === undefined || text === '' ? [] : [[key, parse === undefined ? text : parse(text)]];
      }),
    ),
    sourceOf: (path) => `environment ${settingAt(path)?.environment ?? ''}`,
  };
}

function flagsLayer(flags: Origins['flags']): Layer {
  return {
    tree: toTree(
      SETTINGS.flatMap(({ key, flag, parse }) => {
        const text = flag === undefined ? undefined : flags[flag];
        return text === undefined ? [] : [[key, parse === undefined ? text : parse(text)]];
      }),
    ),
    sourceOf: (path) => `flag --${settingAt(path)?.flag ?? ''}`,
  };
}

/** The setting of a path to it or to a part of it (`elasticsearch.nodes.1`). */
function settingAt(path: string) {
  return SETTINGS.find(({ key }) => `${path}.`.startsWith(`${key}.`));
}
