import type { SettingKey } from './settings.ts';

/** The source of a value, in words for people. */
export type SettingSource = 'default' | `file ${string}` | `environment ${string}` | `flag --${string}`;

/** The source of every setting; `default` for optional ones that are not set. */
export type SettingSources = Readonly<Record<SettingKey, SettingSource>>;

/** A fault in one source, without secrets. `key` is absent if the source as a whole is faulty. */
export type ConfigError = { source: SettingSource; key?: string; message: string };

/** One line for people: source, key, fault. */
export function describeConfigError({ source, key, message }: ConfigError): string {
  return key === undefined ? `${source}: ${message}` : `${source}, ${key}: ${message}`;
}
