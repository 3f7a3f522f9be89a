/** The bar of links that leads from each dashboard to the others, with the filters of the one that is left. */

import { savedObject, type SavedObject } from './saved-object.ts';

type Target = { id: string; title: string };

export function navigation(targets: readonly Target[]): SavedObject {
  return savedObject(
    'links',
    'runlens-navigation',
    {
      title: '[Runlens] Navigation',
      description: '',
      layout: 'horizontal',
      links: targets.map(({ id, title }, order) => ({
        id,
        type: 'dashboardLink',
        label: title,
        order,
        destinationRefName: `link_${id}_dashboard`,
        options: { openInNewTab: false, useCurrentFilters: true, useCurrentDateRange: false },
      })),
    },
    targets.map(({ id }) => ({ type: 'dashboard', id, name: `link_${id}_dashboard` })),
  );
}
