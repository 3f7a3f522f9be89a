import { expect, inject, test } from 'vitest';

const url = inject('elasticsearchUrl');
const isForeign = Boolean(process.env['ELASTICSEARCH_URL'] ?? process.env['RUNLENS_ELASTICSEARCH_IMAGE']);

test('the server answers and is healthy', async () => {
  const response = await fetch(`${url}/_cluster/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ status: expect.stringMatching(/green|yellow/) });
});

test.skipIf(isForeign)('the server is the release that the project asks for', async () => {
  const response = await fetch(`${url}/_nodes/_local?filter_path=nodes.*.version`);
  const { nodes } = (await response.json()) as { nodes: Record<string, { version: string }> };
  expect(Object.values(nodes)).toEqual([{ version: inject('elasticsearchVersion') }]);
});

test.skipIf(isForeign)('the server listens on this machine only', () => {
  expect(new URL(url).hostname).toBe('127.0.0.1');
});
