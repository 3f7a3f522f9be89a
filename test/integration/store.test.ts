import { randomUUID } from 'node:crypto';
import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { digest } from '../../src/adapters/digest.ts';
import { connect } from '../../src/adapters/elasticsearch/connect.ts';
import { provisionPorts } from '../../src/adapters/elasticsearch/provision-ports.ts';
import { createStore } from '../../src/adapters/elasticsearch/store/store.ts';
import { readMappings } from '../../src/adapters/fs/mappings.ts';
import { setupIndices } from '../../src/commands/setup-indices/setup-indices.ts';
import { fileDocument } from '../../src/domain/documents/file.ts';
import type { LedgerEntry } from '../../src/domain/ledger/entry.ts';
import { indexOperation } from '../../src/ingest/sending/index-operation.ts';
import { ledgerEntry } from '../support/ledger-entry.ts';

const prefix = `test-${randomUUID()}`;
let client: Client;

beforeAll(async () => {
  const connection = await connect({
    nodes: [inject('elasticsearchUrl')],
    requestTimeoutMilliseconds: 60_000,
    compression: false,
  });
  if (connection.type !== 'connected') throw new Error(connection.reason);
  ({ client } = connection);
  await setupIndices({ ...provisionPorts(client), readMappings }, { prefix });
});
afterAll(async () => {
  // Elasticsearch refuses to delete by wildcard unless told otherwise.
  const indices = Object.keys(await client.indices.get({ index: `${prefix}-*` }));
  await client.indices.delete({ index: indices });
  await client.indices.deleteIndexTemplate({ name: `${prefix}-*` });
  await client.close();
});

const entry = (path: string, parts: Partial<LedgerEntry>): LedgerEntry =>
  ledgerEntry({
    folder: '/data',
    path,
    content: { kind: 'project', project: 'p', format: 'runlens', original: '{"schema":"runlens.project/1"}' },
    ...parts,
  });

const displaced = ({ content: _content, ...rest }: LedgerEntry): LedgerEntry => ({ ...rest, status: 'gone' });

test('a project file whose place another took rules no more; one that is gone or turned bad still does', async () => {
  const store = createStore(client, prefix);
  const entries = [
    displaced(entry('p/moved-away.json', {})),
    entry('p/gone.json', { status: 'gone' }),
    entry('p/bad.json', { status: 'rejected', problem: 'malformed' }),
    entry('p/project.json', {}),
  ];
  const batch = store.batch();
  for (const one of entries) batch.add(indexOperation(fileDocument(one, digest)));
  await store.bulk(batch);
  await store.refresh(['files']);
  const found: string[] = [];
  for await (const page of store.readProjects('p')) {
    if (page.type !== 'ok') throw new Error(page.reason);
    found.push(...page.value.map(({ path }) => path));
  }
  expect(found.toSorted()).toEqual(['p/bad.json', 'p/gone.json', 'p/project.json']);
});
