import { digest } from '../../src/adapters/digest.ts';
import { experimentDocument } from '../../src/domain/documents/experiment.ts';
import { interpretFile } from '../../src/domain/formats/runlens/interpret.ts';
import { derive } from '../../src/domain/judging/derived.ts';
import { projectWithoutFile } from '../../src/domain/model/run.ts';

/** The document of a run of the project `p` before it is judged, as its file says it. */
export function unjudged(key: string, accuracy: number): Record<string, unknown> {
  const value = { schema: 'runlens.run/1', run: { id: key }, metrics: { validation: { accuracy } } };
  const meaning = interpretFile(value, { path: `p/${key}.json`, modifiedAt: '2026-08-09T12:00:00.000Z' });
  if (meaning.type !== 'run') throw new Error('it is not a run', { cause: meaning });
  const { run, original } = meaning;
  const facts = { imageMetrics: [], counts: { scores: 1, images: 0, images_not_finite: 0, series: 0 } };
  const derived = derive(run, [], projectWithoutFile('p'), digest);
  const { body } = experimentDocument({ key, run, original, facts, derived, revision: 'r' });
  return JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
}
