import type { SettingKey } from './settings.ts';

/** Where a value came from, in words for people. */
export type Source = 'default' | `file ${string}` | `environment ${string}` | `flag --${string}`;

/** The source of every setting, unset optional ones (`default`) included. */
export type Sources = Readonly<Record<SettingKey, Source>>;

/** What is wrong with one source; `key` is absent when it is the source as a whole. No secrets in it. */
export type ConfigError = { source: Source; key?: string; message: string };

/** One line for people: source, key, what is wrong. */
export function describeConfigError({ source, key, message }: ConfigError): string {
  return key === undefined ? `${source}: ${message}` : `${source}, ${key}: ${message}`;
}
