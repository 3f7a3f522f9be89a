/**
 * The bar of links that leads from each dashboard to the others. A project that was chosen stays chosen: Kibana makes
 * filters of what is chosen in controls, and shows them as pills where a link leads.
 */

import { savedObject, type SavedObject } from './saved-object.ts';

type Target = { id: string; title: string };

/** What a link takes along. */
type Luggage = { filters: boolean; time: boolean };

export function navigation(
  { id, title }: { id: string; title: string },
  targets: readonly Target[],
  luggage: (target: Target) => Luggage,
): SavedObject {
  return savedObject(
    'links',
    id,
    {
      title: `[Runlens] ${title}`,
      description: '',
      layout: 'horizontal',
      links: targets.map((target, order) => {
        const { filters, time } = luggage(target);
        return {
          id: target.id,
          type: 'dashboardLink',
          label: target.title,
          order,
          destinationRefName: `link_${target.id}_dashboard`,
          options: { openInNewTab: false, useCurrentFilters: filters, useCurrentDateRange: time },
        };
      }),
    },
    targets.map((target) => ({ type: 'dashboard', id: target.id, name: `link_${target.id}_dashboard` })),
  );
}
