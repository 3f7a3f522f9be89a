import type { Client } from '@elastic/elasticsearch';
import { createSearch } from '../../adapters/elasticsearch/search.ts';
import { createStore } from '../../adapters/elasticsearch/store/store.ts';
import { openFolder } from '../../adapters/fs/folder.ts';
import { statusCommand } from './status.ts';
import type { Report } from '../../output/report.ts';
import { noFolder } from '../shared/opened.ts';

/** Wires `status`, over all files or those of one folder. */
export async function runStatus(client: Client, prefix: string, path: string | undefined): Promise<Report> {
  const ports = { search: createSearch(client, prefix), store: createStore(client, prefix) };
  if (path === undefined) return statusCommand(ports, undefined);
  const opened = await openFolder(path);
  return opened.type === 'folder' ? statusCommand(ports, opened.folder) : noFolder(path, opened.reason);
}
