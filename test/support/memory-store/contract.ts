/** What the pipeline relies on in its store, for any store: each thing is a test. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeConditions } from './contract-conditions.ts';
import { describeIndices } from './contract-indices.ts';
import { describeLedger } from './contract-ledger.ts';
import { describeSearches } from './contract-searches.ts';
import type { StoreUnderTest, Subject } from './contract-subject.ts';
import { describeVersions } from './contract-versions.ts';
import { describeWalks } from './contract-walks.ts';

/** @param open a store on empty indices of its own, none of which is refreshed by itself */
export function describeStore(open: () => Promise<StoreUnderTest>): void {
  describe('a store', () => {
    let opened: StoreUnderTest;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    // A name for each test: none finds what another wrote.
    const subject: Subject = { here: () => opened, name: randomUUID };
    describeVersions(subject);
    describeConditions(subject);
    describeSearches(subject);
    describeWalks(subject);
    describeLedger(subject);
  });
  describeIndices(open);
}
