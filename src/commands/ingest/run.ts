import type { Report } from '../../output/report.ts';
import type { Invocation } from '../shared/invocation.ts';
import { openLog } from '../shared/open-log.ts';
import { withElasticsearch } from '../shared/with-elasticsearch.ts';
import { ingestFolder } from './ingest-folder.ts';

/**
 * Wires `ingest`.
 *
 * @param setup whether the indices are set up first
 */
export function runIngest(folder: string, setup: boolean, invocation: Invocation): Promise<Report> {
  const { io } = invocation;
  return withElasticsearch(invocation, async (client, config) =>
    ingestFolder({ client, config, folder, setup, io, log: await openLog(config, io) }),
  );
}
