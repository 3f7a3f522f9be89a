import { maskPassword } from './node-url.ts';
import type { Config } from './schema.ts';
import { SETTINGS, type SettingKey } from './settings.ts';
import type { SettingSource, SettingSources } from './setting-source.ts';
import { valueAt } from './tree.ts';

type Shown = string | number | boolean | string[] | null;
type ConfigRow = { key: SettingKey; value: Shown; source: SettingSource };

/** One row per setting, safe to show: secrets are `<hidden>`, and settings that are not set are `null`. */
export function describeConfig(config: Config, sources: SettingSources): ConfigRow[] {
  return SETTINGS.map(({ key, secrecy }) => {
    const value = (valueAt(config, key) ?? null) as Shown;
    return { key, value: secrecy === 'open' ? value : hide(value, secrecy), source: sources[key] };
  });
}

/** The same for programs: `{"prefix": {"value": "runlens", "source": "default"}, …}`. */
export function describeConfigAsJson(
  config: Config,
  sources: SettingSources,
): Record<string, { value: Shown; source: SettingSource }> {
  return Object.fromEntries(
    describeConfig(config, sources).map(({ key, value, source }) => [key, { value, source }]),
  );
}

function hide(value: Shown, secrecy: 'secret' | 'secret-in-url'): Shown {
  if (value === null) return null;
  if (secrecy === 'secret-in-url') {
    if (Array.isArray(value)) return value.map(maskPassword);
    if (typeof value === 'string') return maskPassword(value);
  }
  return '<hidden>';
}
