import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Staged } from './stage.ts';

const FEWEST_FILES = 3;
const FEWEST_FILES_WHILE_SO = 1;

/**
 * Whether Elasticsearch refused so much of a round, from so many files, that it cannot be the documents' fault: more
 * than half of all documents, from three files or more. A mapping that was tampered with looks like that. Nothing of it
 * goes into the ledger then: once the fault is mended, the files are read again.
 *
 * @param isSo whether it was found so just now: then a round of fewer files is no evidence that it is over
 */
export function refusedAtOnce(
  results: readonly Pick<Staged, 'entry' | 'unwanted'>[],
  isSo = false,
): ElasticsearchFailure | undefined {
  let [total, refused, files] = [0, 0, 0];
  let reason = '';
  for (const { entry, unwanted } of results) {
    const { content, errors, status } = { ...entry, content: unwanted ?? entry.content };
    // What is rejected for itself was not sent; it may still hold what it said before.
    if (content?.kind !== 'run' || (status === 'rejected' && unwanted === undefined)) continue;
    const { experiments, scores, images, series, refused: some } = content.counts;
    total += experiments + scores + images + series + some;
    refused += some;
    if (some === 0) continue;
    files += 1;
    reason = errors[0]?.message ?? reason;
  }
  if (files < (isSo ? FEWEST_FILES_WHILE_SO : FEWEST_FILES) || refused * 2 <= total) return undefined;
  return {
    type: 'bad-request',
    reason:
      `Elasticsearch refused ${refused} of ${total} documents, of ${files} ${files === 1 ? 'file' : 'files'} at once, the last because: ${reason}. ` +
      'Check that the mappings of the indices are those of "runlens setup-indices".',
  };
}
