import type { Config } from '../../config/schema.ts';
import { readTextFile } from './read-text-file.ts';

/** What a connection to either server needs, besides its address. */
type ServerAccess = {
  auth: { apiKey: string } | { username: string; password: string } | undefined;
  /** PEM text. */
  certificateAuthority: string | undefined;
  requestTimeoutMilliseconds: number;
};

/**
 * Credentials, certificate and time limit as the configuration says.
 *
 * @returns a `tls` failure where the certificate file cannot be read
 */
export async function serverAccess(
  server: 'elasticsearch' | 'kibana',
  config: Config,
): Promise<{ type: 'ok'; value: ServerAccess } | { type: 'tls'; reason: string }> {
  const { api_key: apiKey, username, password, ca_file: caFile, request_timeout_seconds } = config[server];
  const access = {
    auth: credentials(apiKey, username, password),
    requestTimeoutMilliseconds: request_timeout_seconds * 1000,
  };
  if (caFile === undefined) return { type: 'ok', value: { ...access, certificateAuthority: undefined } };
  const file = await readTextFile(caFile);
  if (file.type === 'read') return { type: 'ok', value: { ...access, certificateAuthority: file.text } };
  const why = file.type === 'missing' ? 'there is no such file' : file.reason;
  const variable = `${server.toUpperCase()}_CA_FILE`;
  return { type: 'tls', reason: `The certificate file ${caFile} cannot be read: ${why}. Check ${variable}.` };
}

/** The configuration's rules see to it that there is only one kind. */
function credentials(
  apiKey: string | undefined,
  username: string | undefined,
  password: string | undefined,
): ServerAccess['auth'] {
  if (apiKey !== undefined) return { apiKey };
  return username === undefined || password === undefined ? undefined : { username, password };
}
