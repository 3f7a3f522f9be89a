/** Where `setup-dashboards` does not get to Kibana: one sentence each, no secret in it, and exit code 2. */

import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { at, useDashboardSetup } from '../support/dashboard-setup.ts';
import { kibanaError } from '../support/kibana-imports.ts';
import { type ScriptedKibana, startScriptedKibana } from '../support/scripted-kibana.ts';
import { test } from '../support/test.ts';
import { TEST_CERTIFICATE } from '../support/test-certificate.ts';

const setup = useDashboardSetup();

/** Another server, in Kibana's place. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  setup.cleanUp(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answering(status: number, body: string, headers: Record<string, string> = {}): RequestListener {
  return (_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

describe('the address', () => {
  test.each([
    [400, '{"error":"no handler found for uri [/api/status] and method [GET]"}'],
    [401, '{"error":{"type":"security_exception"},"status":401}'],
  ])('is that of Elasticsearch (%d)', async (status, body) => {
    const url = await serve(answering(status, body, { 'x-elastic-product': 'Elasticsearch' }));
    expect(await setup.complaint(['--kibana', url])).toMatch(
      /This is Elasticsearch.*usually ends with :5601/,
    );
  });

  test.each([
    [200, '<html>Welcome to nginx!</html>'],
    [404, '<html>Not here</html>'],
    [200, '{"status":"ok"}'],
    [500, 'Oops'],
  ])('is that of some other web server (%d %j)', async (status, body) => {
    const url = await serve(answering(status, body));
    const said = await setup.complaint(['--kibana', url]);
    expect(said).toMatch(/does not look like Kibana \(\d+\).*KIBANA_URL/);
    expect(said).not.toContain('html');
  });

  test('lacks the base path', async () => {
    const based = await startScriptedKibana({ basePath: '/base' });
    setup.cleanUp(based.close);
    const url = based.url.replace('/base', '');
    expect(await setup.complaint(['--kibana', url])).toMatch(/under this path \(404\).*server\.basePath/);
    for (const right of [based.url, `${based.url}/`]) {
      expect(await setup.start(['--kibana', right]).result).toMatchObject({ exitCode: 0 });
    }
    expect(based.writes).toEqual(['POST /base/api/saved_objects/_import?overwrite=true']);
  });

  test('goes into a page of Kibana', async () => {
    const headers = { 'kbn-name': 'k', 'content-type': 'text/html' };
    setup.kibana.fault = at(/^\/app/, { status: 200, body: '<html>Kibana</html>', headers });
    expect(await setup.complaint(['--kibana', `${setup.kibana.url}/app/home`])).toMatch(
      /the URL goes beyond it/,
    );
  });

  test('redirects', async () => {
    const location = 'https://ann:hunter2@login.example.org/sign-in?token=hunter2';
    const url = await serve(answering(302, '', { location }));
    const said = await setup.complaint(['--kibana', url]);
    expect(said).toMatch(/redirects to https:\/\/login\.example\.org\/sign-in \(302\)/);
    expect(said).not.toContain('hunter2');
  });

  test.each([
    [['--space', 'Not an id'], /--space.*lower-case/],
    [['--wait', 'soon'], /--wait.*seconds/],
  ])('or another option is none: %j', async (args, message) => {
    const { exitCode, stderr } = await setup.start(args).result;
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(message) });
  });
});

describe('credentials', () => {
  const secret = 'hunter2';

  test.each([{}, { KIBANA_API_KEY: secret }, { KIBANA_USERNAME: 'ann', KIBANA_PASSWORD: secret }])(
    'that are missing or wrong: %j',
    async (environment) => {
      setup.kibana.authorization = 'ApiKey right';
      const said = await setup.complaint([], environment);
      expect(said).toMatch(/refuses the credentials.*KIBANA_API_KEY.*KIBANA_USERNAME/);
      expect(said).not.toContain(secret);
    },
  );

  test('that are right go with every request', async () => {
    const basic = `Basic ${Buffer.from('ann:hunter2').toString('base64')}`;
    const inUrl = setup.kibana.url.replace('//', '//ann:hunter2@');
    for (const [authorization, environment] of [
      ['ApiKey right', { KIBANA_API_KEY: 'right' }],
      [basic, { KIBANA_USERNAME: 'ann', KIBANA_PASSWORD: secret }],
      [basic, { KIBANA_URL: inUrl }],
    ] as const) {
      setup.kibana.authorization = authorization;
      const result = await setup.start(['--force', '--editable'], environment).result;
      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.stderr + result.stdout).not.toContain(secret);
    }
  });

  test('that do not suffice: which privilege is missing', async () => {
    setup.kibana.fault = at(/_import/, kibanaError(403, 'Forbidden', 'Unable to bulk_create dashboard'));
    expect(await setup.complaint()).toMatch(
      /Unable to bulk_create dashboard\. .*"Saved Objects Management: All"/,
    );
    setup.kibana.fault = at(/_export/, kibanaError(403, 'Forbidden', 'Unable to bulk_get dashboard'));
    expect(await setup.complaint()).toMatch(/bulk_get.*Saved Objects Management: Read/);
    setup.kibana.fault = at(/spaces/, kibanaError(403, 'Forbidden', 'Unauthorized to get lab space'));
    expect(await setup.complaint(['--space', 'lab'])).toMatch(/access to the space "lab"/);
  });

  test('both kinds at once are refused before anything is asked', async () => {
    const environment = { KIBANA_API_KEY: 'k', KIBANA_USERNAME: 'ann', KIBANA_PASSWORD: secret };
    const { exitCode, stderr } = await setup.start([], environment).result;
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('kibana.api_key') });
    expect(stderr).not.toContain(secret);
  });
});

describe('TLS', () => {
  let secure: ScriptedKibana;

  test.beforeEach(async () => {
    secure = await startScriptedKibana({ secure: true });
    setup.cleanUp(secure.close);
  });

  test('with the authority of the certificate', async ({ folder }) => {
    const file = join(folder, 'ca.pem');
    await writeFile(file, TEST_CERTIFICATE);
    const environment = { KIBANA_URL: secure.url, KIBANA_CA_FILE: file };
    expect(await setup.start([], environment).result).toMatchObject({ exitCode: 0 });
    expect(secure.writes).toHaveLength(1);
  });

  test('without it, or with a file that is none', async ({ folder }) => {
    expect(await setup.complaint([], { KIBANA_URL: secure.url })).toMatch(
      /No secure connection.*KIBANA_CA_FILE/,
    );
    const missing = { KIBANA_URL: secure.url, KIBANA_CA_FILE: join(folder, 'none.pem') };
    expect(await setup.complaint([], missing)).toMatch(
      /none\.pem cannot be read: there is no such file.*KIBANA_CA_FILE/,
    );
  });

  test('where there is none, and none where there is', async () => {
    const url = setup.kibana.url.replace('http:', 'https:');
    expect(await setup.complaint(['--kibana', url])).toMatch(/No secure connection.*https: only if/);
    const plain = secure.url.replace('https:', 'http:');
    expect(await setup.complaint(['--kibana', plain, '--wait', '0'])).toMatch(/with https: if it wants that/);
  });
});
