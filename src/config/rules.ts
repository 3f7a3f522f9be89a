import { hasCredentials, isHttps } from './node-url.ts';
import type { Config } from './schema.ts';
import type { SettingKey } from './settings.ts';
import type { SettingSource } from './setting-source.ts';

/** A rule between several settings, each of them valid on its own. */
type Rule = {
  name: string;
  /** The settings that the rule reads. It is not checked if one of them is invalid. */
  keys: readonly SettingKey[];
  /** @returns the setting at fault and why, or undefined; `from` gives the source of a setting */
  check: (
    config: Config,
    from: (key: SettingKey) => SettingSource,
  ) => { key: SettingKey; message: string } | undefined;
};

/** A server to connect to: the section of its settings, and the setting of its address. */
type Server = {
  section: 'elasticsearch' | 'kibana';
  address: 'elasticsearch.nodes' | 'kibana.url';
  /** The prefix of its environment variables. */
  variable: string;
  urls: (config: Config) => readonly string[];
  http: string;
};

const ELASTICSEARCH: Server = {
  section: 'elasticsearch',
  address: 'elasticsearch.nodes',
  variable: 'ELASTICSEARCH',
  urls: ({ elasticsearch }) => elasticsearch.nodes,
  http: 'names a node with http: use https://… for all nodes',
};

const KIBANA: Server = {
  section: 'kibana',
  address: 'kibana.url',
  variable: 'KIBANA',
  urls: ({ kibana }) => [kibana.url],
  http: 'begins with http: use https://…',
};

function rulesOf({ section, address, variable, urls, http }: Server): readonly Rule[] {
  return [
    {
      name: 'api key or user name',
      keys: [`${section}.api_key`, `${section}.username`],
      check: ({ [section]: { api_key, username } }, from) => {
        if (api_key === undefined || username === undefined) return undefined;
        const other = `${section}.username (${from(`${section}.username`)})`;
        return {
          key: `${section}.api_key`,
          message: `cannot be used together with ${other}: remove one of the two`,
        };
      },
    },
    {
      name: 'user name needs password',
      keys: [`${section}.username`, `${section}.password`],
      check: ({ [section]: { username, password } }) =>
        username !== undefined && password === undefined
          ? {
              key: `${section}.username`,
              message: `needs a password as well: set ${variable}_PASSWORD or ${section}.password`,
            }
          : undefined,
    },
    {
      name: 'password needs user name',
      keys: [`${section}.username`, `${section}.password`],
      check: ({ [section]: { username, password } }) =>
        password !== undefined && username === undefined
          ? {
              key: `${section}.password`,
              message: `needs a user name as well: set ${variable}_USERNAME or ${section}.username`,
            }
          : undefined,
    },
    {
      // Clients differ in which of the two they use, so only one is allowed.
      name: 'credentials in the URL or beside it',
      keys: [address, `${section}.api_key`, `${section}.username`],
      check: (config, from) => {
        const { api_key, username } = config[section];
        if (!urls(config).some(hasCredentials)) return undefined;
        const key: SettingKey = api_key === undefined ? `${section}.username` : `${section}.api_key`;
        if (api_key === undefined && username === undefined) return undefined;
        return {
          key: address,
          message: `must not hold a user name and password when ${key} (${from(key)}) is set: remove one of the two`,
        };
      },
    },
    {
      // All users of a machine can see command lines, and the shell keeps them in its history.
      name: 'no password in the flag',
      keys: [address],
      check: (config, from) =>
        from(address).startsWith('flag') && urls(config).some(hasCredentials)
          ? {
              key: address,
              message: `must not hold a password, because everybody on this machine can read command lines: set ${variable}_USERNAME and ${variable}_PASSWORD beside it, or ${variable}_URL instead`,
            }
          : undefined,
    },
    {
      name: 'certificate authority needs https',
      keys: [`${section}.ca_file`, address],
      check: (config, from) => {
        if (config[section].ca_file === undefined || urls(config).every(isHttps)) return undefined;
        return {
          key: `${section}.ca_file`,
          message: `has no effect without https, and ${address} (${from(address)}) ${http}, or remove the file`,
        };
      },
    },
  ];
}

export const RULES: readonly Rule[] = [ELASTICSEARCH, KIBANA].flatMap(rulesOf);
