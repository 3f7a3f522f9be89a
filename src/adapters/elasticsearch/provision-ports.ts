import type { Client } from '@elastic/elasticsearch';
import type { ProvisionPorts } from '../../domain/indices/ports.ts';
import { createIndex } from './create-index.ts';
import { putAlias } from './put-alias.ts';
import { putTemplate } from './put-template.ts';
import { readIndices } from './read-indices.ts';
import { readTemplates } from './read-templates.ts';

/** What the setup of indices needs from a cluster. */
export function provisionPorts(client: Client): Omit<ProvisionPorts, 'readMappings'> {
  return {
    readTemplates: (pattern) => readTemplates(client, pattern),
    readIndices: (names) => readIndices(client, names),
    putTemplate: (name, body) => putTemplate(client, name, body),
    createIndex: (request) => createIndex(client, request),
    putAlias: (request) => putAlias(client, request),
  };
}
