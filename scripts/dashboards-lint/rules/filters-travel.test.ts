import { expect, test } from 'vitest';
import { readObjects } from '../../../test/support/dashboard-panels.ts';
import { readMappings } from '../../../src/adapters/fs/mappings.ts';
import { filtersTravel } from './filters-travel.ts';
import type { World } from '../rule.ts';

const mappings = await readMappings();
const objects = (await readObjects()) as unknown as World['objects'];

/** What ships, with another set of links on the dashboard of the images, whose controls other indices do not have. */
const withLinks = (links: string): World => ({
  mappings,
  objects: objects.map((object) => {
    if (object.file !== 'dashboard/runlens-images.json') return object;
    const text = JSON.stringify(object.content).replaceAll(/runlens-navigation(-plain)?/g, links);
    return { ...object, content: JSON.parse(text) as (typeof object)['content'] };
  }),
});

test('a control that a linked dashboard’s indices do not have', () => {
  expect(filtersTravel(withLinks('runlens-navigation-plain'))).toEqual([]);
  expect(filtersTravel(withLinks('runlens-navigation'))).toContainEqual({
    file: 'dashboard/runlens-images.json',
    where: 'link to runlens-overview',
    message:
      'It takes the control split along, which runlens-experiments does not have: link without filters, or take the control away.',
  });
});
