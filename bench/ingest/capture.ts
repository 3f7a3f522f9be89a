/** What runlens sends for a folder, caught on its way to a real server, and the same rows in the forms of other tools. */

import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { startTimedProxy } from '../latency/timed-proxy.ts';

/** The bodies of one workload on the disk. */
export type Captured = {
  /** Bulk bodies as they were sent, one file each, without those for the ledger. */
  bodies: string;
  requests: number;
  bytes: number;
  images: number;
  /** One image per line: the document alone, and as `{_id, _routing, _source}`. */
  documents: string;
  hits: string;
};

type Action = { index?: { _index: string; _id: string; routing?: string } };

/**
 * Lets a program ingest through a proxy and keeps its bulk requests for the documents of runs.
 *
 * @param folder for the files; empty
 * @param ingest runs the program against this URL, to its end
 */
export async function capture(
  folder: string,
  url: string,
  ingest: (url: string) => Promise<void>,
): Promise<Captured> {
  const bodies = join(folder, 'bodies');
  await mkdir(bodies, { recursive: true });
  const caught: string[] = [];
  const proxy = await startTimedProxy(url, (kind, body) => {
    if (kind === 'documents') caught.push(body);
  });
  try {
    await ingest(proxy.url);
  } finally {
    await proxy.close();
  }
  const captured = { documents: join(folder, 'documents.ndjson'), hits: join(folder, 'hits.ndjson') };
  const [documents, hits] = [createWriteStream(captured.documents), createWriteStream(captured.hits)];
  let [images, bytes] = [0, 0];
  for (const [n, body] of caught.entries()) {
    bytes += Buffer.byteLength(body);
    await writeFile(join(bodies, `${String(n).padStart(5, '0')}.ndjson`), body);
    images += writeImages(body, documents, hits);
  }
  await Promise.all([documents, hits].map((stream) => finished(stream.end())));
  return { ...captured, bodies, requests: caught.length, bytes, images };
}

/** @returns how many there were */
function writeImages(body: string, documents: WriteStream, hits: WriteStream): number {
  const lines = body.split('\n');
  let images = 0;
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const { index } = JSON.parse(lines[at] as string) as Action;
    if (index === undefined) throw new Error(`Not a bulk request of documents alone: ${lines[at]}`);
    if (!index._index.endsWith('-images')) continue;
    images += 1;
    const [id, routing] = [JSON.stringify(index._id), JSON.stringify(index.routing)];
    documents.write(`${lines[at + 1]}\n`);
    hits.write(`{"_id":${id},"_routing":${routing},"_source":${lines[at + 1]}}\n`);
  }
  return images;
}
