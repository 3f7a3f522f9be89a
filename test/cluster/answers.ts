/** Whether `best` and `worst-images` say what must be said, asked of every member first once. */

import { isDeepStrictEqual } from 'node:util';
import { accuracyOf, endedAt, imagesOf, type DroppedRun } from '../support/dropped-run.ts';
import type { ProgramPlace } from './program.ts';

const WORST = 25;

type Ranking = { runs: { id: string; value: number }[] };
type Worst = { run: string; images: { id: string; value: number }[] };

/** One sentence for each wrong answer. */
export async function wrongAnswers(
  { ask }: ProgramPlace,
  expected: readonly DroppedRun[],
  urls: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const [project, runs] of Map.groupBy(expected, (run) => run.project))
    for (const url of urls) {
      const nodes = ['--elasticsearch', [url, ...urls.filter((each) => each !== url)].join(',')];
      const ranked = runs
        .toSorted((a, b) => accuracyOf(b) - accuracyOf(a) || (endedAt(a) < endedAt(b) ? -1 : 1))
        .map((run) => ({ id: run.id, value: accuracyOf(run) }));
      const best = (await ask(...nodes, 'best', '--project', project, '--top', '100')) as Ranking;
      const seen = best.runs.map(({ id, value }) => ({ id, value }));
      if (!isDeepStrictEqual(seen, ranked))
        found.push(
          `best of ${project} by ${url} says ${JSON.stringify(seen)}, not ${JSON.stringify(ranked)}.`,
        );
      const top = runs.find(({ id }) => id === ranked[0]?.id);
      const images = top === undefined ? [] : Object.entries(imagesOf(top));
      const wanted = images
        .map(([id, value]) => ({ id, value }))
        .toSorted((a, b) => a.value - b.value || (a.id < b.id ? -1 : 1))
        .slice(0, WORST);
      const worst = (await ask(
        ...nodes,
        'worst-images',
        '--project',
        project,
        '--count',
        String(WORST),
      )) as Worst;
      const shown = worst.images.map(({ id, value }) => ({ id, value }));
      if (worst.run !== top?.id || !isDeepStrictEqual(shown, wanted))
        found.push(
          `worst-images of ${project} by ${url} says ${worst.run}: ${JSON.stringify(shown)}, not ${top?.id}: ${JSON.stringify(wanted)}.`,
        );
    }
  return found;
}
