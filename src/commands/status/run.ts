import { createSearch } from '../../adapters/elasticsearch/search.ts';
import { createStore } from '../../adapters/elasticsearch/store/store.ts';
import { openFolder } from '../../adapters/fs/folder.ts';
import type { Report } from '../../output/report.ts';
import { noFolder } from '../shared/folder-command.ts';
import type { Invocation } from '../shared/invocation.ts';
import { withElasticsearch } from '../shared/with-elasticsearch.ts';
import { statusOf } from './status.ts';

/**
 * Wires `status`.
 *
 * @param path the folder whose files are asked about; undefined for those of all folders
 */
export function runStatus(path: string | undefined, invocation: Invocation): Promise<Report> {
  return withElasticsearch(invocation, async (client, { prefix }) => {
    const ports = { search: createSearch(client, prefix), store: createStore(client, prefix) };
    if (path === undefined) return statusOf(ports, undefined);
    const opened = await openFolder(path);
    return opened.type === 'folder' ? statusOf(ports, opened.folder) : noFolder(path, opened.reason);
  });
}
