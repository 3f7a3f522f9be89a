import { hasCredentials, isHttps } from './node-url.ts';
import type { Config } from './schema.ts';
import type { SettingKey } from './settings.ts';
import type { Source } from './source.ts';

/** A rule between several settings, each of them fine on its own. */
type Rule = {
  name: string;
  /** What the rule reads: it is not asked when one of these is faulty already. */
  keys: readonly SettingKey[];
  /** The setting to blame and why, or `undefined`. `from` says where a setting came from. */
  check: (
    config: Config,
    from: (key: SettingKey) => Source,
  ) => { key: SettingKey; message: string } | undefined;
};

export const RULES: readonly Rule[] = [
  {
    name: 'api key or user name',
    keys: ['elasticsearch.api_key', 'elasticsearch.username'],
    check: ({ elasticsearch: { api_key, username } }, from) => {
      if (api_key === undefined || username === undefined) return undefined;
      const other = `elasticsearch.username (${from('elasticsearch.username')})`;
      return {
        key: 'elasticsearch.api_key',
        message: `cannot be used together with ${other}: remove one of the two`,
      };
    },
  },
  {
    name: 'user name needs password',
    keys: ['elasticsearch.username', 'elasticsearch.password'],
    check: ({ elasticsearch: { username, password } }) =>
      username !== undefined && password === undefined
        ? {
            key: 'elasticsearch.username',
            message: 'needs a password as well: set ELASTICSEARCH_PASSWORD or elasticsearch.password',
          }
        : undefined,
  },
  {
    name: 'password needs user name',
    keys: ['elasticsearch.username', 'elasticsearch.password'],
    check: ({ elasticsearch: { username, password } }) =>
      password !== undefined && username === undefined
        ? {
            key: 'elasticsearch.password',
            message: 'needs a user name as well: set ELASTICSEARCH_USERNAME or elasticsearch.username',
          }
        : undefined,
  },
  {
    // Which of the two would win depends on the client, so neither may.
    name: 'credentials in the URL or beside it',
    keys: ['elasticsearch.nodes', 'elasticsearch.api_key', 'elasticsearch.username'],
    check: ({ elasticsearch: { nodes, api_key, username } }, from) => {
      if (!nodes.some(hasCredentials)) return undefined;
      const key = api_key === undefined ? 'elasticsearch.username' : 'elasticsearch.api_key';
      if (api_key === undefined && username === undefined) return undefined;
      return {
        key: 'elasticsearch.nodes',
        message: `must not hold a user name and password when ${key} (${from(key)}) is set: remove one of the two`,
      };
    },
  },
  {
    // Secrets are never flags: command lines are visible to everybody, and stay in the shell's history.
    name: 'no password in the flag',
    keys: ['elasticsearch.nodes'],
    check: ({ elasticsearch: { nodes } }, from) =>
      from('elasticsearch.nodes').startsWith('flag') && nodes.some(hasCredentials)
        ? {
            key: 'elasticsearch.nodes',
            message:
              'must not hold a password, because everybody on this machine can read command lines: set ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD beside it, or ELASTICSEARCH_URL instead',
          }
        : undefined,
  },
  {
    name: 'certificate authority needs https',
    keys: ['elasticsearch.ca_file', 'elasticsearch.nodes'],
    check: ({ elasticsearch: { ca_file, nodes } }, from) => {
      if (ca_file === undefined || nodes.every(isHttps)) return undefined;
      const other = `elasticsearch.nodes (${from('elasticsearch.nodes')})`;
      return {
        key: 'elasticsearch.ca_file',
        message: `has no effect without https, and ${other} names a node with http: use https://… for all nodes, or remove the file`,
      };
    },
  },
];
