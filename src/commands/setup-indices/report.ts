import { adviceFor } from '../../domain/indices/advice.ts';
import type { Report } from '../../output/report.ts';
import { couldNot } from '../shared/elasticsearch-failure.ts';
import type { SetupIndicesResult } from './setup-indices.ts';

/** The outcome of a setup for people and programs. */
export function setupReport(result: SetupIndicesResult): Report {
  if (result.type === 'conflicts') {
    const advice = adviceFor(result.conflicts);
    return {
      type: 'failure',
      failure: {
        what: 'could not set up the indices',
        why: result.conflicts.map((conflict) => conflict.reason).join('\n'),
        ...(advice !== undefined && { advice }),
      },
    };
  }
  if (result.type !== 'done') return couldNot('could not set up the indices', result);
  return {
    type: 'result',
    exitCode: 0,
    json: { changes: result.changes },
    sections: [
      { columns: ['kind', 'id', 'action'].map((key) => ({ key, title: key })), rows: result.changes },
    ],
  };
}
