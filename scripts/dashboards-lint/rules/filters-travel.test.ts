import { expect, test } from 'vitest';
import { readObjects } from '../../../test/support/dashboard-panels.ts';
import { readMappings } from '../../../src/adapters/fs/mappings.ts';
import { filtersTravel } from './filters-travel.ts';
import type { World } from '../rule.ts';

const mappings = await readMappings();
const objects = (await readObjects()) as unknown as World['objects'];

/** What ships, with another set of links on the dashboard of the images, whose split is chosen from the beginning. */
function withLinks(links: string): World {
  return {
    mappings,
    objects: objects.map((object) => {
      if (object.file !== 'dashboard/runlens-images.json') return object;
      const text = JSON.stringify(object.content).replaceAll(/runlens-navigation(-files)?/g, links);
      return { ...object, content: JSON.parse(text) as (typeof object)['content'] };
    }),
  };
}

test('what nobody chose, where a linked dashboard’s indices do not have it', () => {
  expect(filtersTravel(withLinks('runlens-navigation'))).toEqual([]);
  expect(filtersTravel(withLinks('runlens-navigation-files'))).toEqual([
    {
      file: 'dashboard/runlens-images.json',
      where: 'link to runlens-ingest',
      message:
        'It takes along what the control split has chosen from the beginning, which runlens-files does not have: link without filters, or choose nothing.',
    },
  ]);
});
