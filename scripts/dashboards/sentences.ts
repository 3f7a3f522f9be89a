/** Texts for people instead of the codes in documents. */

import type { FileProblem } from '../../src/domain/ledger/entry.ts';
import type { Unranked } from '../../src/domain/judging/primary.ts';

function inPlaceOf<Code extends string>(sentences: Record<Code, string>) {
  const lookupEntries = Object.entries(sentences).map(([key, value]) => ({ key, value }));
  return { id: 'static_lookup', params: { lookupEntries, unknownKeyValue: null } };
}

export const UNRANKED = inPlaceOf<Unranked>({
  'not-completed': 'did not complete',
  'no-primary-metric': 'several metrics, and nothing says which is primary',
  'primary-metric-missing': 'no primary metric on the split that ranks',
  'not-finite': 'its primary metric is not finite',
  'direction-unknown': 'nothing says whether higher or lower is better',
});

export const REFUSED = inPlaceOf<FileProblem>({
  malformed: 'not JSON',
  invalid: 'not as the format says',
  conflict: 'another file says the same',
  unreadable: 'cannot be opened',
  incomplete: 'ends too early',
  refused: 'Elasticsearch refused it',
});

export const BETTER = inPlaceOf({ maximize: 'higher', minimize: 'lower' });
