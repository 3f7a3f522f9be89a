import { describe, expect, it } from 'vitest';
import type { FileContent, ReadFile } from './file.ts';
import { loadConfig } from './load.ts';
import { describeConfigError } from './setting-source.ts';

type Origins = Parameters<typeof loadConfig>[0];

/** A disk with these files; what is not JSON already is written as it. */
function disk(files: Record<string, unknown>): ReadFile {
  return async (path) => {
    const content = files[path];
    if (content === undefined) return { type: 'missing' };
    return { type: 'read', text: typeof content === 'string' ? content : JSON.stringify(content) };
  };
}

function load(origins: Partial<Origins> = {}) {
  return loadConfig({ environment: {}, flags: {}, readFile: disk({}), ...origins });
}

async function loadFine(origins: Partial<Origins> = {}) {
  const loaded = await load(origins);
  if (loaded.type !== 'loaded') throw new Error(loaded.errors.map(describeConfigError).join('\n'));
  return loaded;
}

async function errorsOf(origins: Partial<Origins>): Promise<string[]> {
  const loaded = await load(origins);
  return loaded.type === 'loaded' ? [] : loaded.errors.map(describeConfigError);
}

async function forbidden(): Promise<FileContent> {
  return { type: 'unreadable', reason: 'permission denied' };
}

function unknown(key: string, rest: string): string {
  return `file runlens.config.json, ${key}: is not a known key; ${rest}`;
}

function errorsOfFile(content: unknown) {
  return errorsOf({ readFile: disk({ 'runlens.config.json': content }) });
}

describe('the defaults', () => {
  it('stand when nothing is said', async () => {
    const { config, sources } = await loadFine();
    expect(config).toEqual({
      elasticsearch: { nodes: ['http://localhost:9200'], request_timeout_seconds: 60, compression: false },
      kibana: { url: 'http://localhost:5601', request_timeout_seconds: 60 },
      outputs: {},
      prefix: 'runlens',
      ingest: { bulk_bytes: 1_000_000, bulk_documents: 10_000, bulk_requests_in_flight: 4 },
      watch: {
        settle_seconds: 1,
        scan_seconds: 60,
        incomplete_seconds: 600,
        on_delete: 'keep',
        delete_after_scans: 3,
        delete_limit: 0.1,
      },
      log_level: 'info',
    });
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']));
  });
});

describe('precedence', () => {
  const readFile = disk({ 'runlens.config.json': { prefix: 'from-file', log_level: 'warn' } });

  it('is defaults < file < environment < flags, value by value', async () => {
    const file = await loadFine({ readFile });
    expect([file.config.prefix, file.sources.prefix]).toEqual(['from-file', 'file runlens.config.json']);

    const environment = { RUNLENS_PREFIX: 'from-environment' };
    const both = await loadFine({ readFile, environment });
    expect([both.config.prefix, both.sources.prefix]).toEqual([
      'from-environment',
      'environment RUNLENS_PREFIX',
    ]);
    expect([both.config.log_level, both.sources.log_level]).toEqual(['warn', 'file runlens.config.json']);

    const all = await loadFine({ readFile, environment, flags: { prefix: 'from-flag' } });
    expect([all.config.prefix, all.sources.prefix]).toEqual(['from-flag', 'flag --prefix']);
  });

  it('merges sections key by key', async () => {
    const { config } = await loadFine({
      readFile: disk({ 'runlens.config.json': { watch: { scan_seconds: 5 } } }),
      flags: { poll: '2.5' },
    });
    expect(config.watch).toMatchObject({ settle_seconds: 1, scan_seconds: 5, poll_seconds: 2.5 });
  });

  it('reads several nodes from one variable or flag', async () => {
    const { config } = await loadFine({
      environment: { ELASTICSEARCH_URL: 'https://a:9200, https://b/es ,' },
    });
    expect(config.elasticsearch.nodes).toEqual(['https://a:9200', 'https://b/es']);
  });

  it('takes an empty variable for unset', async () => {
    const { sources } = await loadFine({ environment: { ELASTICSEARCH_URL: '', ELASTICSEARCH_API_KEY: '' } });
    expect(sources['elasticsearch.nodes']).toBe('default');
    expect(sources['elasticsearch.api_key']).toBe('default');
  });

  it('maps every variable', async () => {
    const environment = {
      ELASTICSEARCH_URL: 'https://a',
      ELASTICSEARCH_USERNAME: 'ann',
      ELASTICSEARCH_PASSWORD: 'secret',
      ELASTICSEARCH_CA_FILE: 'ca.pem',
      KIBANA_URL: 'https://k/base',
      KIBANA_USERNAME: 'bob',
      KIBANA_PASSWORD: 'secret too',
      KIBANA_CA_FILE: 'kibana.pem',
      RUNLENS_OUTPUTS_BASE_URL: 'https://files/outputs',
      RUNLENS_PREFIX: 'p',
      RUNLENS_LOG_LEVEL: 'debug',
    };
    const { config, sources } = await loadFine({ environment });
    expect(config).toMatchObject({
      elasticsearch: { nodes: ['https://a'], username: 'ann', password: 'secret', ca_file: 'ca.pem' },
      kibana: { url: 'https://k/base', username: 'bob', password: 'secret too', ca_file: 'kibana.pem' },
      outputs: { base_url: 'https://files/outputs' },
      prefix: 'p',
      log_level: 'debug',
    });
    const used = Object.values(sources).filter((source) => source !== 'default');
    expect(used).toEqual(Object.keys(environment).map((name) => `environment ${name}`));

    const withKey = await loadFine({ environment: { ELASTICSEARCH_API_KEY: 'key' } });
    expect(withKey.config.elasticsearch.api_key).toBe('key');
    const withKibanaKey = await loadFine({ environment: { KIBANA_API_KEY: 'key' } });
    expect(withKibanaKey.config.kibana.api_key).toBe('key');
  });
});

describe('the file', () => {
  it('may be missing unless it was named', async () => {
    expect(await errorsOf({ file: 'other.json' })).toEqual([
      'file other.json: does not exist; check the path given with --config',
    ]);
  });

  it('takes the place of the default file when named', async () => {
    const readFile = disk({
      'other.json': { prefix: 'other' },
      'runlens.config.json': { log_level: 'warn' },
    });
    const { config, sources } = await loadFine({ file: 'other.json', readFile });
    expect([config.prefix, config.log_level, sources.prefix]).toEqual(['other', 'info', 'file other.json']);
  });

  it('says why it cannot be read', async () => {
    expect(await errorsOf({ readFile: forbidden })).toEqual([
      'file runlens.config.json: cannot be read: permission denied',
    ]);
  });

  it('says where its JSON is broken without repeating what stands there', async () => {
    const text = '{\n  "elasticsearch": {\n    "api_key": hunter2\n  }\n}';
    const errors = await errorsOfFile(text);
    expect(errors).toEqual([
      'file runlens.config.json: is not valid JSON: expected a value at line 3, column 16',
    ]);
  });

  it('is broken when it is empty, cut short or holds what is no JSON', async () => {
    const prefix = 'file runlens.config.json: is not valid JSON: ';
    expect(await errorsOfFile('')).toEqual([`${prefix}ends too early at line 1, column 1`]);
    expect(await errorsOfFile('{"prefix": "a"')).toEqual([`${prefix}ends too early at line 1, column 15`]);
    expect(await errorsOfFile('{"prefix":\n"\\secret"}')).toEqual([
      `${prefix}a string has a character or an escape that JSON does not know at line 2, column 2`,
    ]);
    expect(await errorsOfFile('{"prefix": NaN}')).toEqual([`${prefix}NaN and Infinity mean nothing here`]);
    expect(await errorsOfFile('{} // nothing')).toEqual([
      `${prefix}expected a comma or the end at line 1, column 4`,
    ]);
  });

  it('must be an object', async () => {
    const errors = ['file runlens.config.json: must be an object'];
    expect(await errorsOfFile('null')).toEqual(errors);
    expect(await errorsOfFile('[]')).toEqual(errors);
    expect(await errorsOfFile({ watch: 5, ingest: [] })).toEqual([
      'file runlens.config.json, ingest: must be an object',
      'file runlens.config.json, watch: must be an object',
    ]);
  });

  it('may begin with a byte order mark and name its JSON Schema', async () => {
    const text = '\uFEFF{"$schema": "./schemas/config.json", "prefix": "a"}';
    const { config } = await loadFine({ readFile: disk({ 'runlens.config.json': text }) });
    expect(config.prefix).toBe('a');
    expect(config).not.toHaveProperty('$schema');
  });

  it('may hold known keys only, and offers the nearest', async () => {
    const content =
      '{"elasticsearch": {"node": []}, "watch": {"settleSeconds": 3}, "bulk_bytes": 5, "zebra": 1, "__proto__": {}}';
    expect(await errorsOfFile(content)).toEqual([
      unknown('elasticsearch.node', 'did you mean elasticsearch.nodes?'),
      unknown('watch.settleSeconds', 'did you mean watch.settle_seconds?'),
      unknown('bulk_bytes', 'did you mean ingest.bulk_bytes?'),
      unknown('zebra', '"runlens config" lists them all'),
      unknown('__proto__', '"runlens config" lists them all'),
    ]);
  });
});

describe('errors', () => {
  it('are told all at once, each with its source and key, even where another source overrides', async () => {
    const errors = await errorsOf({
      readFile: disk({ 'runlens.config.json': { prefix: 'Upper', ingest: { bulk_bytes: '5' } } }),
      environment: { RUNLENS_LOG_LEVEL: 'loud', RUNLENS_PREFIX: 'fine', ELASTICSEARCH_USERNAME: 'ann' },
      flags: { poll: 'often', elasticsearch: 'http://a,localhost:9200' },
    });
    expect(errors).toEqual([
      'file runlens.config.json, prefix: must be 1 to 100 lower-case letters, digits, "-" and "_", and begin with a letter or digit, because index names begin with it',
      'file runlens.config.json, ingest.bulk_bytes: must be a whole number from 1000 to 100000000',
      'environment RUNLENS_LOG_LEVEL, log_level: must be one of debug, info, warn, error',
      'flag --elasticsearch, elasticsearch.nodes[1]: must be a URL such as http://localhost:9200 or https://search.example.org:9200',
      'flag --poll, watch.poll_seconds: must be a number of seconds above 0, at most 86400',
      'environment ELASTICSEARCH_USERNAME, elasticsearch.username: needs a password as well: set ELASTICSEARCH_PASSWORD or elasticsearch.password',
    ]);
  });

  it('do not follow from other errors', async () => {
    const environment = { ELASTICSEARCH_USERNAME: 'ann' };
    expect(await errorsOf({ environment, readFile: disk({ 'runlens.config.json': '{' }) })).toHaveLength(1);
    const misspelt = { elasticsearch: { pasword: 'secret' } };
    expect(await errorsOf({ environment, readFile: disk({ 'runlens.config.json': misspelt }) })).toEqual([
      'file runlens.config.json, elasticsearch.pasword: is not a known key; did you mean elasticsearch.password?',
    ]);
  });

  it.each(['', '-a', '_a', 'A', 'a.b', 'ä', 'a'.repeat(101)])('reject the prefix %j', async (prefix) => {
    expect(await errorsOf({ flags: { prefix } })).toHaveLength(1);
  });

  it.each(['a', '9', 'run_lens-2', 'a'.repeat(100)])('accept the prefix %j', async (prefix) => {
    expect(await errorsOf({ flags: { prefix } })).toEqual([]);
  });

  it.each(['0', '-1', '', ' ', 'NaN', 'Infinity', '86401', '5s'])('reject --poll %j', async (poll) => {
    expect(await errorsOf({ flags: { poll } })).toHaveLength(1);
  });

  it('reject a password in a flag, which everybody can see, and do not repeat it', async () => {
    const url = 'https://ann:hunter2@host';
    const errors = await errorsOf({ flags: { elasticsearch: url } });
    expect(errors).toEqual([
      expect.stringMatching(
        /^flag --elasticsearch, elasticsearch.nodes: must not hold a password.*ELASTICSEARCH_PASSWORD/,
      ),
    ]);
    expect(errors.join('')).not.toContain('hunter2');
    expect(await errorsOf({ environment: { ELASTICSEARCH_URL: url } })).toEqual([]);
    const readFile = disk({ 'runlens.config.json': { elasticsearch: { nodes: [url] } } });
    expect(await errorsOf({ readFile })).toEqual([]);
  });

  it('reject a password in the flag of Kibana, and anywhere in the URL that Kibana shows to everybody', async () => {
    const url = 'https://ann:hunter2@host';
    const errors = await errorsOf({ flags: { kibana: url }, environment: { RUNLENS_OUTPUTS_BASE_URL: url } });
    expect(errors).toEqual([
      'environment RUNLENS_OUTPUTS_BASE_URL, outputs.base_url: must not hold a password: everybody who opens Kibana can read it',
      expect.stringMatching(/^flag --kibana, kibana.url: must not hold a password.*KIBANA_PASSWORD/),
    ]);
    expect(errors.join('')).not.toContain('hunter2');
    expect(await errorsOf({ environment: { KIBANA_URL: url } })).toEqual([]);
  });

  it('say what a URL of Kibana, or of output files, looks like', async () => {
    const environment = { KIBANA_URL: 'localhost:5601', RUNLENS_OUTPUTS_BASE_URL: '/outputs' };
    expect(await errorsOf({ environment })).toEqual([
      'environment KIBANA_URL, kibana.url: must be a URL such as http://localhost:5601 or https://kibana.example.org/base',
      'environment RUNLENS_OUTPUTS_BASE_URL, outputs.base_url: must be a URL such as https://files.example.org/outputs',
    ]);
    expect(await errorsOf({ environment: { RUNLENS_OUTPUTS_BASE_URL: 'absolute' } })).toEqual([]);
    expect(await errorsOf({ environment: { RUNLENS_OUTPUTS_BASE_URL: 'https://a/{{value}}' } })).toHaveLength(
      1,
    );
    expect(await errorsOf({ environment: { KIBANA_URL: 'https://k/base/s/lab/' } })).toEqual([
      'environment KIBANA_URL, kibana.url: must end before "/s/…", which names a space: give the space with --space',
    ]);
  });

  it('reject a list without nodes', async () => {
    expect(await errorsOf({ flags: { elasticsearch: ',' } })).toEqual([
      'flag --elasticsearch, elasticsearch.nodes: must name at least one node',
    ]);
  });
});
