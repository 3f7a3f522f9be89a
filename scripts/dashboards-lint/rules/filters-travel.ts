import { fieldIn, mappingBehind } from '../fields/mapping.ts';
import { ofType, type Filed, type Problem, type World } from '../rule.ts';
import type { Dashboard } from '../shapes/object.ts';

/**
 * Filters that a link takes along apply to every index of the target. If an index lacks the field, Kibana finds no
 * documents there. Users see the filters that they have chosen, but not the preset selection of a control, so its field
 * must exist in every dashboard that links lead to.
 */
export function filtersTravel(world: World): Problem[] {
  const dashboards = ofType(world, 'dashboard');
  return dashboards.flatMap((from) =>
    targetsOf(world, from).flatMap((id) => {
      const target = dashboards.find(({ content }) => content.id === id);
      if (target === undefined) return [];
      return chosenFieldsOf(from.content).flatMap((field) =>
        viewsOf(target.content)
          .filter((view) => !has(world, view, field))
          .map((view): Problem => ({
            file: from.file,
            where: `link to ${id}`,
            message: `It takes along what the control ${field} has chosen from the beginning, which ${view} does not have: link without filters, or choose nothing.`,
          })),
      );
    }),
  );
}

/** The dashboards that links on a dashboard lead to with its filters. */
function targetsOf(world: World, { content }: Filed<Dashboard>): string[] {
  const placed = new Set(content.references.filter(({ type }) => type === 'links').map(({ id }) => id));
  return ofType(world, 'links')
    .filter((links) => placed.has(links.content.id))
    .flatMap(({ content: { attributes, references } }) =>
      attributes.links
        .filter(({ options }) => options?.['useCurrentFilters'] === true)
        .flatMap(({ destinationRefName }) =>
          references.flatMap(({ id, name }) => (name === destinationRefName ? [id] : [])),
        ),
    )
    .filter((id) => id !== content.id);
}

function chosenFieldsOf({ attributes }: Dashboard): string[] {
  return Object.values(attributes.controlGroupInput?.panelsJSON ?? {}).flatMap(
    ({ explicitInput: { fieldName, selectedOptions = [] } }) =>
      selectedOptions.length > 0 && fieldName !== undefined ? [fieldName] : [],
  );
}

/** The data views of a dashboard's own panels; what its controls offer is of no consequence. */
function viewsOf({ references }: Dashboard): string[] {
  return [
    ...new Set(
      references
        .filter(({ type, name }) => type === 'index-pattern' && !name.startsWith('controlGroup_'))
        .map(({ id }) => id),
    ),
  ];
}

function has({ mappings }: World, view: string, field: string): boolean {
  const mapping = mappingBehind(mappings, view);
  return mapping === undefined || fieldIn(mapping, field)?.searchable === true;
}
