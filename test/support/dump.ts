import { isDeepStrictEqual } from 'node:util';

export const INDICES = ['experiments', 'scores', 'images', 'series', 'files'] as const;

export type Dumped = { index: string; id: string; routing?: string; source: Record<string, unknown> };

/** All documents of a prefix, by index and `_id`. */
export type Dump = Map<string, Dumped>;

export type Difference = {
  change: 'added' | 'removed' | 'changed';
  index: string;
  /** The run that the document belongs to, or the path of the file. */
  of: string;
  id: string;
  /** Top-level fields that differ. */
  fields: string[];
};

/** Sends a request to Elasticsearch and gives back its answer. Throws with that answer when it is an error. */
export async function request<Answer>(
  url: string,
  path: string,
  method = 'GET',
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Reads every document of a prefix. When a file was seen and read is left out: that alone may differ between two ways to the same state. */
export async function dump(url: string, prefix: string): Promise<Dump> {
  const documents: Dumped[] = [];
  for (const index of INDICES) {
    await request(url, `${prefix}-${index}/_refresh`, 'POST');
    documents.push(...(await readAll(url, `${prefix}-${index}`, index)));
  }
  documents.sort((a, b) => (a.id < b.id ? -1 : 1));
  return new Map(documents.map((document) => [`${document.index}/${document.id}`, document]));
}

type Page = {
  pit_id: string;
  hits: { hits: { _id: string; _routing?: string; _source: Record<string, unknown>; sort: unknown[] }[] };
};

/** Reads all documents that a name shows: an index, or an alias with its filter. */
export async function readAll(url: string, target: string, index: string): Promise<Dumped[]> {
  const all: Dumped[] = [];
  let { id } = await request<{ id: string }>(url, `${target}/_pit?keep_alive=1m`, 'POST');
  let after: unknown[] | undefined;
  for (;;) {
    const page = await request<Page>(url, '_search', 'POST', {
      size: 5000,
      pit: { id, keep_alive: '1m' },
      sort: ['_shard_doc'],
      track_total_hits: false,
      ...(after && { search_after: after }),
    });
    id = page.pit_id;
    for (const { _id, _routing, _source } of page.hits.hits) {
      const {
        seen_at: _seen,
        lag_seconds: _lag,
        generation: _generation,
        version: _version,
        ...source
      } = _source;
      all.push({ index, id: _id, source, ...(_routing !== undefined && { routing: _routing }) });
    }
    after = page.hits.hits.at(-1)?.sort;
    if (after === undefined) break;
  }
  await request(url, '_pit', 'DELETE', { id });
  return all;
}

/** What differs between two states; an empty list for the same content. */
export function differences(before: Dump, after: Dump): Difference[] {
  const found: Difference[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(key), after.get(key)];
    const document = now ?? old;
    if (document === undefined || isDeepStrictEqual(old, now)) continue;
    const fields = new Set([...Object.keys(old?.source ?? {}), ...Object.keys(now?.source ?? {})]);
    found.push({
      change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed',
      index: document.index,
      of: ownerOf(document),
      id: document.id,
      fields: [...fields].filter((field) => !isDeepStrictEqual(old?.source[field], now?.source[field])),
    });
  }
  return found;
}

function ownerOf({ index, source }: Dumped): string {
  return index === 'files' ? String(source['path']) : (source['run'] as { id: string }).id;
}

/** How many writes each index has seen: any document written or deleted, even to the same content, counts. */
export async function writeCounts(url: string, prefix: string): Promise<Record<string, number[]>> {
  type Stats = { indices: Record<string, { shards: Record<string, { seq_no: { max_seq_no: number } }[]> }> };
  const { indices } = await request<Stats>(url, `${prefix}-*/_stats?level=shards`);
  return Object.fromEntries(
    Object.entries(indices).map(([name, { shards }]) => [
      name,
      Object.values(shards).map((copies) => copies[0]?.seq_no.max_seq_no ?? NaN),
    ]),
  );
}
