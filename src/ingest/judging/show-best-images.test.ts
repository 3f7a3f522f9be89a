import { describe, expect, it } from 'vitest';
import { failing } from '../../../test/support/memory-store/faults.ts';
import { createPlace } from '../../../test/support/memory-world.ts';
import { showBestImages } from './judge-project.ts';

function prepare() {
  const { memory } = createPlace();
  return {
    memory,
    put: (key: string, isBest: boolean) =>
      memory.put('experiments', key, { run: { key }, is_best: isBest }, { version: 1 }),
    showBest: () => showBestImages(memory.store),
  };
}

describe('the alias of the best images', () => {
  it('shows the best runs, in any order of the writes to the indices', async () => {
    const { put, showBest, memory } = prepare();
    put('a', true);
    put('b', false);
    expect(await showBest()).toBeUndefined();
    expect(memory.shown()).toEqual(['a']);
    const refreshed = memory.requests.flatMap((request) =>
      request.name === 'refresh' ? request.indices : [],
    );
    expect(refreshed).toEqual(expect.arrayContaining(['experiments', 'scores', 'images', 'series', 'files']));
  });

  it('shows what is best in the end, even if another daemon moves it', async () => {
    const { put, showBest, memory } = prepare();
    put('a', true);
    // Another daemon has judged, and moved it, before our move arrives.
    const end = memory.inject(({ name }) => {
      if (name !== 'showImagesOf') return undefined;
      end();
      put('a', false);
      put('b', true);
      return undefined;
    });
    expect(await showBest()).toBeUndefined();
    expect(memory.shown()).toEqual(['b']);
  });

  it('is left where it is when what is best cannot be read', async () => {
    const { put, showBest, memory } = prepare();
    put('a', true);
    await showBest();
    put('a', false);
    const failure = { type: 'unavailable', reason: 'It is starting.' } as const;
    memory.inject(failing('walk', failure, { times: 1 }));
    expect(await showBest()).toEqual(failure);
    expect(memory.shown()).toEqual(['a']);
  });
});
