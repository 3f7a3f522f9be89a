/**
 * The bar of links that leads from each dashboard to the others. Kibana applies a filter also where an index does not
 * have its field, and then finds nothing: so filters go along only where every control's field is in every index.
 */

import { savedObject, type SavedObject } from './saved-object.ts';

type Target = { id: string; title: string };

export function navigation(
  id: string,
  targets: readonly Target[],
  takesFilters: (target: Target) => boolean,
): SavedObject {
  return savedObject(
    'links',
    id,
    {
      title: `[Runlens] Navigation${id.endsWith('-plain') ? ' without filters' : ''}`,
      description: '',
      layout: 'horizontal',
      links: targets.map((target, order) => ({
        id: target.id,
        type: 'dashboardLink',
        label: target.title,
        order,
        destinationRefName: `link_${target.id}_dashboard`,
        options: { openInNewTab: false, useCurrentFilters: takesFilters(target), useCurrentDateRange: false },
      })),
    },
    targets.map(({ id }) => ({ type: 'dashboard', id, name: `link_${id}_dashboard` })),
  );
}
