/** How a setting is shown: unchanged, hidden, or as one or more URLs without their passwords. */
type Secrecy = 'open' | 'secret' | 'secret-in-url';

type Setting = {
  /** The place of the value in `Config`: sections and key, joined by dots. */
  key: string;
  environment?: string;
  /** The name of the flag without its dashes. Secrets have none: all users of a machine can see command lines. */
  flag?: string;
  secrecy: Secrecy;
  /** Converts text from the environment or a flag to the value that the schema checks; by default the text itself. */
  parse?: (text: string) => unknown;
};

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Text that is not a number is unchanged, and the schema rejects it. */
function number(text: string): unknown {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
}

const table = [
  {
    key: 'elasticsearch.nodes',
    environment: 'ELASTICSEARCH_URL',
    flag: 'elasticsearch',
    secrecy: 'secret-in-url',
    parse: list,
  },
  { key: 'elasticsearch.api_key', environment: 'ELASTICSEARCH_API_KEY', secrecy: 'secret' },
  { key: 'elasticsearch.username', environment: 'ELASTICSEARCH_USERNAME', secrecy: 'open' },
  { key: 'elasticsearch.password', environment: 'ELASTICSEARCH_PASSWORD', secrecy: 'secret' },
  { key: 'elasticsearch.ca_file', environment: 'ELASTICSEARCH_CA_FILE', secrecy: 'open' },
  { key: 'elasticsearch.request_timeout_seconds', secrecy: 'open' },
  { key: 'elasticsearch.compression', secrecy: 'open' },
  { key: 'kibana.url', environment: 'KIBANA_URL', flag: 'kibana', secrecy: 'secret-in-url' },
  { key: 'kibana.api_key', environment: 'KIBANA_API_KEY', secrecy: 'secret' },
  { key: 'kibana.username', environment: 'KIBANA_USERNAME', secrecy: 'open' },
  { key: 'kibana.password', environment: 'KIBANA_PASSWORD', secrecy: 'secret' },
  { key: 'kibana.ca_file', environment: 'KIBANA_CA_FILE', secrecy: 'open' },
  { key: 'kibana.request_timeout_seconds', secrecy: 'open' },
  { key: 'outputs.base_url', environment: 'RUNLENS_OUTPUTS_BASE_URL', secrecy: 'open' },
  { key: 'prefix', environment: 'RUNLENS_PREFIX', flag: 'prefix', secrecy: 'open' },
  { key: 'ingest.bulk_bytes', secrecy: 'open' },
  { key: 'ingest.bulk_documents', secrecy: 'open' },
  { key: 'ingest.bulk_requests_in_flight', secrecy: 'open' },
  { key: 'watch.settle_seconds', secrecy: 'open' },
  { key: 'watch.scan_seconds', secrecy: 'open' },
  { key: 'watch.poll_seconds', flag: 'poll', secrecy: 'open', parse: number },
  { key: 'watch.incomplete_seconds', secrecy: 'open' },
  { key: 'watch.on_delete', flag: 'on-delete', secrecy: 'open' },
  { key: 'watch.delete_after_scans', secrecy: 'open' },
  { key: 'watch.delete_limit', secrecy: 'open' },
  { key: 'watch.status_port', flag: 'status-port', secrecy: 'open', parse: number },
  { key: 'log_level', environment: 'RUNLENS_LOG_LEVEL', flag: 'log-level', secrecy: 'open' },
] as const satisfies readonly Setting[];

type Row = (typeof table)[number];
export type SettingKey = Row['key'];
export type FlagName = Extract<Row, { flag: string }>['flag'];

/** All settings, in the order in which they are shown. */
export const SETTINGS: readonly (Setting & { key: SettingKey; flag?: FlagName })[] = table;
