/** What `setup-dashboards` says when Kibana does not do as it should: one sentence each, and exit code 2. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, vi } from 'vitest';
import { DASHBOARD_FILES, fileOf } from '../support/dashboard-files.ts';
import { at, useDashboardSetup } from '../support/dashboard-setup.ts';
import { kibanaError } from '../support/kibana-imports.ts';
import { freePort } from '../support/late-proxy.ts';
import type { Fault } from '../support/scripted-kibana.ts';
import { test } from '../support/test.ts';
import { A_MOMENT } from '../support/patience.ts';

const setup = useDashboardSetup();

describe('a Kibana', () => {
  test('below 8.12', async () => {
    setup.kibana.version = '8.11.4';
    expect(await setup.complaint()).toMatch(/This is Kibana 8\.11\.4.*need 8\.12 or newer/);
    expect(setup.kibana.writes).toEqual([]);
  });

  test('older than the objects', async () => {
    await setup.shipped.ship([{ ...fileOf('dashboard'), references: [], typeMigrationVersion: '10.3.0' }]);
    const said = await setup.complaint();
    await setup.shipped.ship(DASHBOARD_FILES);
    expect(said).toMatch(
      /older than the dashboards.*more recent version of Kibana \[10\.3\.0\].*Update Kibana/,
    );
  });

  test('without the space', async () => {
    expect(await setup.complaint(['--space', 'nowhere'])).toMatch(/no space "nowhere".*create it.*--space/);
    expect(setup.kibana.writes).toEqual([]);
  });

  test('that claims success and counts objects, but took none', async () => {
    const view = 'index-pattern';
    await setup.shipped.ship(DASHBOARD_FILES.filter(({ type }) => type !== view));
    const said = await setup.complaint();
    await setup.shipped.ship(DASHBOARD_FILES);
    expect(said).toMatch(/did not take all/);
    expect(said).toMatch(
      /\n {2}dashboard\/runlens-overview: index-pattern\/runlens-experiments.* is missing\n/,
    );
  });

  test('that refuses some objects, each with its reason', async () => {
    const errors = [
      { type: 'links', id: 'runlens-navigation', error: { type: 'unsupported_type' } },
      {
        type: 'search',
        id: 'runlens-runs',
        error: { type: 'unknown', message: 'No room.', statusCode: 507 },
      },
    ];
    setup.kibana.fault = at(/_import/, { status: 200, body: { success: false, successCount: 4, errors } });
    expect(await setup.complaint()).toMatch(
      /run the setup again[^]*links\/runlens-navigation: this Kibana has no such type.*\n.*search\/runlens-runs: No room\./,
    );
  });

  test.each([
    [
      'loses an object',
      /search\/runlens-runs: it is not there/,
      () => setup.kibana.spaces.get('default')?.delete('search/runlens-runs'),
    ],
    [
      'keeps another title',
      /dashboard\/runlens-overview: its title is "Other"/,
      () => (setup.kibana.object('dashboard/runlens-overview').attributes['title'] = 'Other'),
    ],
    [
      'drops references',
      /search\/runlens-runs: the reference to its tag/,
      () => setup.kibana.object('search/runlens-runs').references.splice(0),
    ],
    [
      'drops a reference',
      /dashboard\/runlens-overview: its references/,
      () => setup.kibana.object('dashboard/runlens-overview').references.splice(0, 1),
    ],
    [
      'drops attributes',
      /visualization\/runlens-progress: its content/,
      () => delete setup.kibana.object('visualization/runlens-progress').attributes['visState'],
    ],
  ])('that says all went well, but %s', async (_, message, spoil) => {
    let exports = 0;
    setup.kibana.fault = ({ path }) => {
      if (path.endsWith('_export')) exports += 1;
      // Everything is missing at first: the answer says so, and nothing is left to ask for.
      if (path.endsWith('_export') && exports === 2) spoil();
      return undefined;
    };
    expect(await setup.complaint()).toMatch(message);
  });

  test.each([
    [413, /larger than the server accepts.*maxImportPayloadBytes/],
    [503, /cannot answer right now \(503\)/],
    [500, /refuses the request \(500\): An internal server error occurred\./],
  ])('that answers an import with %d', async (status, message) => {
    setup.kibana.fault = at(/_import/, kibanaError(status, 'Error', 'An internal server error occurred'));
    expect(await setup.complaint()).toMatch(message);
  });

  test('behind something that answers in its place', async () => {
    setup.kibana.fault = at(/_export/, { status: 200, body: '<html>hello</html>', headers: {} });
    expect(await setup.complaint()).toMatch(/holds no saved objects/);
    setup.kibana.fault = at(/_import/, { status: 405, body: '<html>no POST</html>', headers: {} });
    expect(await setup.complaint()).toMatch(/a proxy, refuses the request \(405\)/);
    setup.kibana.fault = at(/_import/, { status: 200, body: {}, headers: {} });
    expect(await setup.complaint()).toMatch(/holds no outcome of the import/);
  });

  test('that keeps saying that something else is missing', async () => {
    const attributes = { objects: [{ type: 'tag', id: 'other', error: { statusCode: 404 } }] };
    const reply = kibanaError(400, 'Bad Request', 'Error fetching objects to export', { attributes });
    setup.kibana.fault = at(/_export/, reply);
    expect(await setup.complaint()).toMatch(
      /refuses the request \(400\): Error fetching objects to export\./,
    );
  });

  test('that cannot delete what is to be pruned', async () => {
    await setup.shipped.ship([...DASHBOARD_FILES, { ...fileOf('dashboard'), id: 'runlens-old' }]);
    await setup.start([]).result;
    await setup.shipped.ship(DASHBOARD_FILES);
    setup.kibana.fault = (request) =>
      request.method === 'DELETE' ? kibanaError(400, 'Bad Request', 'Shared to several spaces') : undefined;
    expect(await setup.complaint(['--prune'])).toMatch(
      /delete dashboard\/runlens-old: .*Shared to several spaces\./,
    );
  });

  test('that resets the connection amid the import', async () => {
    setup.kibana.fault = at(/_import/, 'reset');
    expect(await setup.complaint()).toMatch(/No connection to Kibana/);
  });
});

describe('waiting', () => {
  const plain = { 'content-type': 'text/plain' };

  test('for what is not ready yet, said once, and then it is set up', async () => {
    const replies: ReturnType<Fault>[] = [
      'reset',
      { status: 503, body: 'Kibana server is not ready yet', headers: plain },
      { status: 503, body: { status: { overall: { level: 'unavailable' } } } },
      { status: 200, body: { version: { number: '8.12.2' }, status: { overall: { level: 'critical' } } } },
    ];
    setup.kibana.fault = ({ path }) => (path === '/api/status' ? replies.shift() : undefined);
    const { exitCode, stderr } = await setup.start([]).result;
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^No connection to Kibana at .*Waiting up to 60 seconds \(--wait\)\.\nOpen .*\n$/);
    expect(replies).toEqual([]);
  });

  test('a degraded Kibana is ready', async () => {
    const body = { version: { number: '8.12.2' }, status: { overall: { level: 'degraded' } } };
    setup.kibana.fault = at(/status/, { status: 200, body });
    expect(await setup.start([]).result).toMatchObject({ exitCode: 0 });
  });

  test('ends after --wait seconds', async () => {
    setup.kibana.fault = at(/status/, {
      status: 503,
      body: 'Kibana server is not ready yet',
      headers: plain,
    });
    expect(await setup.complaint(['--wait', '2.5'])).toMatch(
      /not ready \(it is starting\).*Waited for 2\.5 seconds/,
    );
    expect(await setup.complaint(['--wait', '0'])).not.toMatch(/Wait/);
  });

  test('for nobody at all', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await setup.complaint(['--wait', '1.5', '--kibana', url])).toMatch(
      /No connection to Kibana at http:\/\/127.*ECONNREFUSED.*KIBANA_URL/,
    );
  });

  test('is not done where it would not help', async () => {
    setup.kibana.version = '7.17.0';
    const started = Date.now();
    await setup.complaint();
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  test('ends with SIGTERM', async () => {
    setup.kibana.fault = at(/status/, { status: 503, body: '', headers: plain });
    const running = setup.start([]);
    await vi.waitFor(() => expect(running.stderr()).toContain('Waiting'), A_MOMENT);
    running.signal('SIGTERM');
    expect(await running.result).toMatchObject({ exitCode: 143, stdout: '' });
  });

  test('for an answer has its limit too', async ({ folder }) => {
    const file = join(folder, 'runlens.config.json');
    await writeFile(file, JSON.stringify({ kibana: { request_timeout_seconds: 1 } }));
    setup.kibana.fault = at(/_export/, 'silence');
    expect(await setup.complaint(['--config', file])).toMatch(
      /No answer.*within 1 second\..*request_timeout_seconds/,
    );
    setup.kibana.fault = at(/status/, 'silence');
    expect(await setup.complaint(['--config', file, '--wait', '0'])).toMatch(/No answer.*within 1 second\./);
  });
});
