/** The official helper on objects that lie ready in memory. Arguments: URL, folder of bodies, requests in flight, megabytes of each. */

import { Client } from '@elastic/elasticsearch';
import { readBodies, whenLetGo } from './ready.ts';

type Ready = { action: { index: { _index: string } }; document: object };

const [url = '', folder = '', inFlight = '', megabytes = ''] = process.argv.slice(2);

const datasource = (await readBodies(folder)).flatMap((body) => {
  const lines = body.toString().trimEnd().split('\n');
  return Array.from({ length: lines.length / 2 }, (_, n): Ready => ({
    action: JSON.parse(lines[2 * n] as string) as Ready['action'],
    document: JSON.parse(lines[2 * n + 1] as string) as object,
  }));
});
const client = new Client({ node: url, maxRetries: 0 });

await whenLetGo(async () => {
  const stats = await client.helpers.bulk<Ready>({
    datasource,
    // The helper sends what comes second as the document, which the types know of updates only.
    onDocument: ({ action, document }) => [action, document] as never,
    flushBytes: Number(megabytes) * 1e6,
    concurrency: Number(inFlight),
    onDrop: ({ error }) => {
      throw new Error(`The server refused a document: ${JSON.stringify(error)}`);
    },
  });
  if (stats.successful !== datasource.length) throw new Error(JSON.stringify(stats));
  await client.close();
});
