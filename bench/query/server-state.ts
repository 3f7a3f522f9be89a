/** What the server says of an index that has been filled. */

import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../../test/support/dump.ts';

export type IndexState = { bytes: number; segments: number; mergingSeconds: number };

type Stats = {
  _all: {
    total: { merges: { current: number }; store: { size_in_bytes: number }; segments: { count: number } };
  };
};

/** Makes everything findable, and waits for the merges that the server has begun by itself. None is asked for. */
export async function settled(url: string, alias: string, limitSeconds = 600): Promise<IndexState> {
  await request(url, `${alias}/_refresh`, 'POST');
  const begun = performance.now();
  for (;;) {
    const { _all } = await request<Stats>(url, `${alias}/_stats/merge,store,segments`);
    const { merges, store, segments } = _all.total;
    const mergingSeconds = (performance.now() - begun) / 1000;
    if (merges.current === 0 || mergingSeconds > limitSeconds)
      return { bytes: store.size_in_bytes, segments: segments.count, mergingSeconds };
    await sleep(500);
  }
}
