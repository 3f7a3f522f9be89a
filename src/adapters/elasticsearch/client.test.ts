import { expect, test } from 'vitest';
import { createClient } from './client.ts';

test('credentials leave the URLs, and the path stays', async () => {
  const client = createClient(
    {
      nodes: ['https://user:hunter2@search.example.org:9200/behind/a/proxy'],
      requestTimeoutMilliseconds: 1000,
      compression: false,
    },
    9,
  );
  const urls = client.connectionPool.connections.map(({ url }) => url.href);
  await client.close();
  expect(urls).toEqual(['https://search.example.org:9200/behind/a/proxy']);
});
