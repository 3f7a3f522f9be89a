import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { experiment, refresh, send, type StoreUnderTest, valueOf } from './contract-subject.ts';

const MISSING = { type: 'not-found', status: 404 };

/** What concerns indices as a whole: each test has some of its own. */
export function describeIndices(open: () => Promise<StoreUnderTest>): void {
  let here: StoreUnderTest;
  beforeEach(async () => {
    here = await open();
  });
  afterEach(() => here.close());

  async function image(): Promise<void> {
    const body = JSON.stringify({ run: { key: 'r' } });
    await send(here, { type: 'index', index: 'images', id: 'a', routing: 'r', body });
    await refresh(here, 'images');
  }

  describe('the alias of the best images', () => {
    it('is moved to the runs that are best, and then shows them', async () => {
      expect(await here.store.showImagesOf(['a', 'b'])).toEqual({ type: 'ok', value: 'moved' });
      expect(await here.store.showImagesOf(['a', 'b'])).toEqual({ type: 'ok', value: 'unchanged' });
      expect(await here.shown()).toEqual(['a', 'b']);
      expect(await here.store.showImagesOf(['b'])).toEqual({ type: 'ok', value: 'moved' });
      expect(await here.shown()).toEqual(['b']);
    });

    it('shows nothing at first, nor in an index that was created again', async () => {
      expect(await here.shown()).toEqual([]);
      expect(await here.store.showImagesOf([])).toEqual({ type: 'ok', value: 'unchanged' });
      await here.store.showImagesOf(['a']);
      await here.removeIndex('images');
      await here.createIndex('images');
      expect(await here.shown()).toEqual([]);
      expect(await here.store.showImagesOf(['a'])).toEqual({ type: 'ok', value: 'moved' });
    });
  });

  describe('an index that is missing', () => {
    it('takes no documents, while others do', async () => {
      await here.removeIndex('scores');
      const score = { type: 'index', index: 'scores', id: 'a', body: '{}' } as const;
      expect(await send(here, score, experiment('a'))).toMatchObject([
        { status: 404, errorType: 'index_not_found_exception' },
        { status: 201 },
      ]);
    });

    it('is told at refreshes, walks, and moves of the alias', async () => {
      await here.removeIndex('images');
      expect(await here.store.refresh(['experiments', 'images'])).toMatchObject(MISSING);
      const walked = await here.store.walk({ index: 'images', terms: {} }).next();
      expect(walked.value).toMatchObject(MISSING);
      expect(await here.store.showImagesOf(['a'])).toMatchObject(MISSING);
      expect(await here.refreshInterval.hasNoRows()).toMatchObject(MISSING);
      expect(await here.refreshInterval.makeRare()).toMatchObject(MISSING);
      expect(await here.refreshInterval.putBack()).toEqual({ type: 'ok', value: [] });
    });

    it('is told at reads by id', async () => {
      await here.removeIndex('experiments');
      expect(await here.store.readExperiments(['a'])).toMatchObject({ type: 'not-found' });
    });
  });

  describe('the generation', () => {
    it('stays the same while documents are written, and changes when an index is created again', async () => {
      const { id } = valueOf(await here.store.generation());
      await send(here, experiment('a'));
      expect(await here.store.generation()).toEqual({ type: 'ok', value: { id, isRare: false } });
      await here.removeIndex('scores');
      expect(await here.store.generation()).toMatchObject(MISSING);
      await here.createIndex('scores');
      expect(valueOf(await here.store.generation()).id).not.toBe(id);
    });

    it('tells of an index that is refreshed rarely', async () => {
      await here.setRefreshInterval('series', null);
      await here.refreshInterval.makeRare();
      expect(await here.store.generation()).toMatchObject({ value: { isRare: true } });
    });
  });

  describe('how often an index is refreshed', () => {
    it('is put back after it was made rare', async () => {
      for (const index of ['images', 'series'] as const) await here.setRefreshInterval(index, null);
      await here.refreshInterval.makeRare();
      expect(valueOf(await here.refreshInterval.putBack())).toHaveLength(2);
      expect(valueOf(await here.refreshInterval.putBack())).toEqual([]);
      expect(await here.store.generation()).toMatchObject({ value: { isRare: false } });
    });

    it('is left alone where an operator has set it', async () => {
      for (const index of ['images', 'series'] as const) await here.setRefreshInterval(index, '30s');
      expect(await here.refreshInterval.makeRare()).toEqual({ type: 'ok', value: undefined });
      expect(await here.store.generation()).toMatchObject({ value: { isRare: false } });
      expect(valueOf(await here.refreshInterval.putBack())).toEqual([]);
    });
  });

  it('has no rows until one can be found', async () => {
    expect(await here.refreshInterval.hasNoRows()).toEqual({ type: 'ok', value: true });
    await image();
    expect(await here.refreshInterval.hasNoRows()).toEqual({ type: 'ok', value: false });
  });
}
