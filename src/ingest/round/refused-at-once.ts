import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Staged } from './stage.ts';

const FEWEST_FILES = 3;
const FEWEST_FILES_WHILE_ONGOING = 1;

/**
 * Whether Elasticsearch refused so many documents of a round, from so many files, that it cannot be their own fault: more than half
 * of all documents, from three files or more. A changed mapping has this effect. The round then fails, so that nothing is written
 * to the ledger and the files are read again.
 *
 * @param isOngoing this was found a short time ago: then a round of fewer files does not show that it is over
 */
export function refusedAtOnce(
  results: readonly Pick<Staged, 'entry' | 'unwanted'>[],
  isOngoing = false,
): ElasticsearchFailure | undefined {
  let [total, refused, files] = [0, 0, 0];
  let reason = '';
  for (const { entry, unwanted } of results) {
    const { content, errors, status } = { ...entry, content: unwanted ?? entry.content };
    // Nothing was sent for a file that is rejected for its content. It may still hold what it said before.
    if (content?.kind !== 'run' || (status === 'rejected' && unwanted === undefined)) continue;
    const { experiments, scores, images, series, refused: some } = content.counts;
    total += experiments + scores + images + series + some;
    refused += some;
    if (some === 0) continue;
    files += 1;
    reason = errors[0]?.message ?? reason;
  }
  if (files < (isOngoing ? FEWEST_FILES_WHILE_ONGOING : FEWEST_FILES) || refused * 2 <= total)
    return undefined;
  return {
    type: 'bad-request',
    reason:
      `Elasticsearch refused ${refused} of ${total} documents, of ${files} ${files === 1 ? 'file' : 'files'} at once, the last because: ${reason}. ` +
      'Check that the mappings of the indices are those of "runlens setup-indices".',
  };
}
