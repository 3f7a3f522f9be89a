import { expect, it } from 'vitest';
import { describeConfig, describeConfigAsJson } from './describe.ts';
import { loadConfig } from './load.ts';
import { Config } from './schema.ts';

async function load(environment: Record<string, string>) {
  const loaded = await loadConfig({
    environment,
    flags: { prefix: 'team' },
    readFile: async () => ({ type: 'missing' }),
  });
  if (loaded.type !== 'loaded') throw new Error('must load');
  return loaded;
}

it('shows every setting with its source, secrets hidden', async () => {
  const { config, sources } = await load({
    ELASTICSEARCH_URL: 'https://a',
    ELASTICSEARCH_USERNAME: 'ann',
    ELASTICSEARCH_PASSWORD: 'hunter2',
  });
  const rows = describeConfig(config, sources);
  expect(rows.map(({ key, value, source }) => [key, value, source])).toEqual([
    ['elasticsearch.nodes', ['https://a'], 'environment ELASTICSEARCH_URL'],
    ['elasticsearch.api_key', null, 'default'],
    ['elasticsearch.username', 'ann', 'environment ELASTICSEARCH_USERNAME'],
    ['elasticsearch.password', '<hidden>', 'environment ELASTICSEARCH_PASSWORD'],
    ['elasticsearch.ca_file', null, 'default'],
    ['elasticsearch.request_timeout_seconds', 60, 'default'],
    ['elasticsearch.compression', false, 'default'],
    ['kibana.url', 'http://localhost:5601', 'default'],
    ['kibana.api_key', null, 'default'],
    ['kibana.username', null, 'default'],
    ['kibana.password', null, 'default'],
    ['kibana.ca_file', null, 'default'],
    ['kibana.request_timeout_seconds', 60, 'default'],
    ['outputs.base_url', null, 'default'],
    ['prefix', 'team', 'flag --prefix'],
    ['ingest.bulk_bytes', 1_000_000, 'default'],
    ['ingest.bulk_documents', 10_000, 'default'],
    ['ingest.bulk_requests_in_flight', 4, 'default'],
    ['watch.settle_seconds', 1, 'default'],
    ['watch.scan_seconds', 60, 'default'],
    ['watch.poll_seconds', null, 'default'],
    ['watch.incomplete_seconds', 600, 'default'],
    ['watch.on_delete', 'keep', 'default'],
    ['watch.delete_after_scans', 3, 'default'],
    ['watch.delete_limit', 0.1, 'default'],
    ['watch.status_port', null, 'default'],
    ['log_level', 'info', 'default'],
  ]);
});

it('hides an API key and passwords within URLs, in JSON too', async () => {
  const withKey = await load({ ELASTICSEARCH_API_KEY: 'hunter2' });
  const withUrls = await load({
    ELASTICSEARCH_URL: 'https://a,https://ann:hunter2@b:9200',
    KIBANA_URL: 'https://ann:hunter2@k/base',
  });
  const json = describeConfigAsJson(withKey.config, withKey.sources);
  expect(json['elasticsearch.api_key']).toEqual({
    value: '<hidden>',
    source: 'environment ELASTICSEARCH_API_KEY',
  });
  expect(json['prefix']).toEqual({ value: 'team', source: 'flag --prefix' });
  const [nodes] = describeConfig(withUrls.config, withUrls.sources);
  expect(nodes?.value).toEqual(['https://a', 'https://ann:<hidden>@b:9200']);
  const kibana = describeConfig(withUrls.config, withUrls.sources).find(({ key }) => key === 'kibana.url');
  expect(kibana?.value).toBe('https://ann:<hidden>@k/base');
  expect(JSON.stringify([json, describeConfigAsJson(withUrls.config, withUrls.sources)])).not.toContain(
    'hunter2',
  );
});

it('leaves out no key of the schema', async () => {
  const { config, sources } = await load({});
  const { $schema: _, ...shape } = Config.shape;
  const keys = Object.entries(shape).flatMap(([name, schema]) => {
    const inner = 'unwrap' in schema ? schema.unwrap() : schema;
    return 'shape' in inner ? Object.keys(inner.shape).map((key) => `${name}.${key}`) : [name];
  });
  expect(describeConfig(config, sources).map(({ key }) => key)).toEqual(keys);
});
