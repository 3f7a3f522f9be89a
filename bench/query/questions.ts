/** The questions as users ask them: by the functions of the commands, and by the searches of panels. */

import { best } from '../../src/commands/best/best.ts';
import { worstImagesOf } from '../../src/commands/worst-images/worst-images.ts';
import type { Search } from '../../src/domain/questions/search.ts';
import type { Report } from '../../src/output/report.ts';
import { request } from '../../test/support/dump.ts';
import { projectOf } from './documents.ts';
import type { PanelQuery } from './panels.ts';

export type Question = {
  name: string;
  /** Milliseconds that 95 of 100 must stay below. */
  target: number | undefined;
  /** Asks once; `n` varies what is asked for. */
  ask: (n: number) => Promise<void>;
};

/** At this size, and not below, the target counts. */
export const TARGET_ROWS = 1e7;

/** @param withImages how many projects have images: the first ones */
export function questionsOf(search: Search, url: string, withImages: number, panel: PanelQuery): Question[] {
  return [
    {
      name: 'best --project',
      target: undefined,
      ask: async (n) => succeeded(await best(search, { project: projectOf(n), top: 10 })),
    },
    {
      name: 'best (of each project)',
      target: undefined,
      ask: async () => succeeded(await best(search, { project: undefined, top: 10 })),
    },
    {
      name: 'worst-images',
      target: 50,
      ask: async (n) =>
        succeeded(
          await worstImagesOf(search, {
            project: projectOf(n % withImages),
            split: 'validation',
            count: 100,
          }),
        ),
    },
    {
      name: `panel "${panel.name}"`,
      target: undefined,
      ask: async () => {
        for (const { path, body } of panel.searches)
          // A dashboard that is opened later asks for another time range, so the cache of answers must not help.
          await request(url, `${path.slice(1)}?request_cache=false`, 'POST', JSON.parse(body));
      },
    },
  ];
}

function succeeded(report: Report): void {
  if (report.type === 'failure') throw new Error(`${report.failure.what}: ${report.failure.why}`);
}
