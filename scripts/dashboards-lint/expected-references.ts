import type { Reference } from './shapes/common.ts';
import type { Panel } from './shapes/dashboard.ts';
import { layersOf } from './shapes/lens.ts';
import type { Dashboard, KibanaObject } from './shapes/object.ts';

/** A reference that something in an object needs: where it is needed, and which types of object it may lead to. */
export type ExpectedReference = { name: string; type: string; where: string };

const VIEW = 'index-pattern';
const DRILLDOWN = 'DASHBOARD_TO_DASHBOARD_DRILLDOWN';

/** Every reference that Kibana 8.12 will look for in an object, by the name under which it will. */
export function expectedReferences(object: KibanaObject): ExpectedReference[] {
  switch (object.type) {
    case 'search': {
      const { indexRefName, filter } = object.attributes.kibanaSavedObjectMeta.searchSourceJSON;
      const name = indexRefName ?? 'kibanaSavedObjectMeta.searchSourceJSON.index';
      return [{ name, type: VIEW, where: 'its data view' }, ...ofFilters(filter)];
    }
    case 'links':
      return object.attributes.links
        .filter(({ type }) => type === 'dashboardLink')
        .map(({ id, destinationRefName, label }) => ({
          name: destinationRefName ?? `link_${id}_dashboard`,
          type: 'dashboard',
          where: `link ${id} "${label ?? ''}"`,
        }));
    case 'dashboard':
      return ofDashboard(object);
    default:
      return [];
  }
}

type PillMeta = { meta: { indexRefName?: string | undefined } };

const ofFilters = (filters: readonly PillMeta[]): ExpectedReference[] =>
  filters.flatMap(({ meta }, position) =>
    meta.indexRefName === undefined
      ? []
      : [{ name: meta.indexRefName, type: VIEW, where: `filter ${position + 1}` }],
  );

function ofDashboard({ attributes }: Dashboard): ExpectedReference[] {
  const controls = Object.values(attributes.controlGroupInput?.panelsJSON ?? {});
  return [
    ...ofFilters(attributes.kibanaSavedObjectMeta.searchSourceJSON.filter),
    ...attributes.panelsJSON.flatMap(ofPanel),
    ...controls.flatMap(({ type, explicitInput: { id, title = id } }) => {
      if (type === 'timeSlider') return [];
      const kind = type === 'rangeSliderControl' ? 'rangeSlider' : 'optionsList';
      return [{ name: `controlGroup_${id}:${kind}DataView`, type: VIEW, where: `control "${title}"` }];
    }),
  ];
}

function ofPanel(panel: Panel): ExpectedReference[] {
  const { panelIndex, panelRefName, type } = panel;
  const where = `panel ${panelIndex}`;
  const events = panel.embeddableConfig.enhancements?.dynamicActions?.events ?? [];
  return [
    ...(panelRefName === undefined ? [] : [{ name: `${panelIndex}:${panelRefName}`, type, where }]),
    ...lensReferencesOf(panel).map(({ name }) => ({ name: `${panelIndex}:${name}`, type: VIEW, where })),
    ...events
      .filter(({ action }) => action.factoryId === DRILLDOWN)
      .map(({ eventId, action }) => ({
        name: `${panelIndex}:drilldown:${DRILLDOWN}:${eventId}:dashboardId`,
        type: 'dashboard',
        where: `${where}, drilldown "${action.name}"`,
      })),
  ];
}

/** What the Lens panel's own list of references must hold: without the same name there, Kibana drops the dashboard's. */
export function lensReferencesOf(panel: Panel): { name: string; where: string }[] {
  const lens = panel.embeddableConfig.attributes;
  if (lens === undefined) return [];
  const annotations = Array.isArray(lens.state.visualization['layers'])
    ? lens.state.visualization['layers'].filter(isAnnotations)
    : [];
  return [
    ...Object.keys(layersOf(lens)).map((layer) => ({
      name: `indexpattern-datasource-layer-${layer}`,
      where: `layer ${layer}`,
    })),
    ...annotations.map(({ layerId }) => ({
      name: `xy-visualization-layer-${layerId}`,
      where: `annotation layer ${layerId}`,
    })),
    ...lens.state.filters.flatMap(({ meta }, position) =>
      meta.index === undefined ? [] : [{ name: meta.index, where: `filter ${position + 1}` }],
    ),
  ];
}

const isAnnotations = (layer: unknown): layer is { layerId: string } =>
  typeof layer === 'object' && layer !== null && 'layerType' in layer && layer.layerType === 'annotations';

/** The references of a panel's own list, as the dashboard names them. */
export const asOfDashboard = (panelIndex: string, { name, ...rest }: Reference): Reference => ({
  ...rest,
  name: `${panelIndex}:${name}`,
});
