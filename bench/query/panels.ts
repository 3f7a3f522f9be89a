/** The searches of a dashboard's panels, as they reach the server. */

import { openDashboards, readObjects } from '../../test/support/dashboard-panels.ts';
import { startTimedProxy } from '../latency/timed-proxy.ts';
import { median } from '../support/statistics.ts';

/** One panel's searches, and the sum of what they took, in milliseconds. */
export type PanelQuery = { name: string; milliseconds: number; searches: { path: string; body: string }[] };

const LOOKS = 3;

/** What takes so long once, is looked at no more: its rank is known. */
const LONG_MILLISECONDS = 3000;

/** Opens every panel once or a few times, with nothing chosen in the controls, and gives them back with the slowest first. */
export async function rankPanels(
  url: string,
  prefix: string,
  range: { from: string; to: string },
  tell: (message: string) => void,
): Promise<PanelQuery[]> {
  let searches: PanelQuery['searches'] = [];
  const proxy = await startTimedProxy(url, (kind, body, path) => {
    if (kind === 'search') searches.push({ path, body });
  });
  try {
    const { asking, show } = openDashboards(await readObjects());
    const ranked: PanelQuery[] = [];
    for (const panel of asking) {
      const times: number[] = [];
      for (let look = 0; look < LOOKS; look += 1) {
        searches = [];
        proxy.take();
        try {
          await show(panel, { url: proxy.url, prefix, filters: [], ...range });
        } catch (error) {
          tell(`  ${panel.name} cannot be shown: ${(error as Error).message.slice(0, 300)}`);
        }
        const taken = proxy.take().reduce((sum, { from, to }) => sum + to - from, 0);
        times.push(taken);
        if (taken > LONG_MILLISECONDS) break;
      }
      ranked.push({ name: panel.name, milliseconds: median(times), searches });
    }
    return ranked.toSorted((a, b) => b.milliseconds - a.milliseconds);
  } finally {
    await proxy.close();
  }
}
