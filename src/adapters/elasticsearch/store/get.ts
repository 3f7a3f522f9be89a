import type { Client } from '@elastic/elasticsearch';
import type { Index } from '../../../domain/documents/document.ts';
import type { Attempt } from '../../../domain/model/outcome.ts';
import type { Hit } from '../../../ingest/ports/store.ts';
import { aliasOf } from '../../../domain/indices/names.ts';
import { attempt, unfit } from '../errors.ts';
import { hitOf } from './walk.ts';

/**
 * Documents by their ids, in their current state: no refresh is needed.
 *
 * @returns the documents that exist
 */
export async function get(
  client: Client,
  prefix: string,
  index: Index,
  ids: readonly string[],
): Promise<Attempt<Hit[]>> {
  if (ids.length === 0) return { type: 'ok', value: [] };
  const answer = await attempt(() => client.mget({ index: aliasOf(prefix, index), ids: [...ids] }));
  if (answer.type !== 'ok') return answer;
  const documents = (answer.value as Partial<typeof answer.value> | undefined)?.docs;
  if (documents?.length !== ids.length) return unfit('documents');
  const hits: Hit[] = [];
  for (const document of documents) {
    if ('error' in document) {
      // The answer as a whole is 200. A missing index has to be set up; anything else may pass by itself.
      const isMissing = document.error.type === 'index_not_found_exception';
      const reason = `Elasticsearch could not read from the index "${index}": ${document.error.type}.`;
      return { type: isMissing ? 'not-found' : 'unavailable', reason };
    }
    if (document.found) hits.push(hitOf(document));
  }
  return { type: 'ok', value: hits };
}
