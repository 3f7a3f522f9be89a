import type { Document } from '../../domain/documents/document.ts';
import type { Operation } from '../ports/store.ts';

/** Writes a whole document under its id. */
export function indexOperation({ index, id, routing, body }: Document): Operation {
  return { type: 'index', index, id, routing, body: JSON.stringify(body) };
}
