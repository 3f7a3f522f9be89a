/** Bulk requests put together beforehand, so that only the server's part is measured. */

import { imageRows } from './documents.ts';
import type { Recipe } from './recipe.ts';

const REQUEST_BYTES = 5 * 2 ** 20;

export type Bodies = { requests: Buffer[]; rows: number; bytes: number };

export function makeBodies({ action, body }: Recipe, rows: number, alias: string): Bodies {
  const requests: Buffer[] = [];
  let lines: string[] = [];
  let length = 0;
  function close() {
    if (lines.length > 0) requests.push(Buffer.from(`${lines.join('\n')}\n`));
    lines = [];
    length = 0;
  }
  for (const row of imageRows(rows)) {
    const source = JSON.stringify(body(row));
    lines.push(JSON.stringify({ index: { _index: alias, ...action(row) } }), source);
    length += source.length;
    if (length >= REQUEST_BYTES) close();
  }
  close();
  return { requests, rows, bytes: requests.reduce((sum, request) => sum + request.length, 0) };
}
