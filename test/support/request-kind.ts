/** What a request to Elasticsearch is for, as seen from outside. */

export type BulkLine = {
  type: 'index' | 'create' | 'update' | 'delete';
  /** The alias without its prefix: `experiments`, `files` … */
  index: string;
  id: string;
  /** The whole line, and the line of its document where it has one. */
  text: string;
  document?: Record<string, unknown>;
};

/**
 * `claims`: ledger entries that say `reading`. `ledger`: all other writes to the ledger. `documents`: a run's documents.
 * `sweep`: documents deleted. `judgement`: nothing but experiments, with what they are among the others.
 */
export type RequestKind =
  | 'claims'
  | 'documents'
  | 'sweep'
  | 'ledger'
  | 'judgement'
  | 'refresh'
  | 'search'
  | 'mget'
  | 'alias'
  | 'other';

export function kindOf(method: string, path: string, lines: readonly BulkLine[]): RequestKind {
  const [name = ''] = path.split('?');
  if (name.endsWith('/_bulk')) return bulkKind(lines);
  if (name.endsWith('/_refresh')) return 'refresh';
  if (name.endsWith('/_search')) return 'search';
  if (name.endsWith('/_mget')) return 'mget';
  if (name.endsWith('/_aliases') && method === 'POST') return 'alias';
  return 'other';
}

function bulkKind(lines: readonly BulkLine[]): RequestKind {
  if (lines.some(({ index, document }) => index === 'files' && document?.['status'] === 'reading'))
    return 'claims';
  if (lines.every(({ index }) => index === 'files')) return 'ledger';
  if (lines.every(({ type }) => type === 'delete')) return 'sweep';
  if (lines.every(isJudgement)) return 'judgement';
  return 'documents';
}

/** A run that is written for itself, without its rows. */
function isJudgement({ index, document }: BulkLine): boolean {
  return index === 'experiments' && document !== undefined && Object.hasOwn(document, 'is_best');
}

/** The lines of a bulk request; nothing for any other body. */
export function bulkLines(path: string, body: string): BulkLine[] {
  if (!(path.split('?')[0] ?? '').endsWith('/_bulk')) return [];
  const rows = body.split('\n').filter((row) => row !== '');
  const lines: BulkLine[] = [];
  for (let at = 0; at < rows.length; at += 1) {
    const action = rows[at] as string;
    const [[type, { _index, _id }]] = Object.entries(JSON.parse(action) as Record<string, ActionMeta>) as [
      [BulkLine['type'], ActionMeta],
    ];
    const line = { type, index: /-([a-z]+)(-v\d+)?$/.exec(_index)?.[1] ?? _index, id: _id };
    if (type === 'delete') {
      lines.push({ ...line, text: `${action}\n` });
      continue;
    }
    at += 1;
    const row = rows[at] as string;
    const content = JSON.parse(row) as Record<string, unknown>;
    const document = type === 'update' ? (content['doc'] as Record<string, unknown>) : content;
    lines.push({ ...line, text: `${action}\n${row}\n`, document });
  }
  return lines;
}

type ActionMeta = { _index: string; _id: string };
