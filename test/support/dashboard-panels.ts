/** Any panel of a dashboard, asked as it would be when somebody opens the dashboard. */

import { parseObjects } from '../../scripts/dashboards-lint/parse.ts';
import { panelsOf, type PlacedPanel } from '../../scripts/dashboards-lint/panels.ts';
import { readFiles } from '../../scripts/dashboards-lint/read.ts';
import type { Filed } from '../../scripts/dashboards-lint/rule.ts';
import type { Reference } from '../../scripts/dashboards-lint/shapes/common.ts';
import type { Control } from '../../scripts/dashboards-lint/shapes/dashboard.ts';
import { layersOf } from '../../scripts/dashboards-lint/shapes/lens.ts';
import type {
  Dashboard,
  DataView,
  KibanaObject,
  SavedSearch,
  Visualization,
} from '../../scripts/dashboards-lint/shapes/object.ts';
import { contextQuery, search, type DashboardContext, type SearchHit } from './kibana-context.ts';
import type { Dsl } from './kql-query.ts';
import { askLayer, type Row } from './lens-search.ts';
import { drawVega, type Drawn } from './vega-view.ts';

/** The objects under `kibana/`. Throws when one has not the shape that the lint asks for. */
export async function readObjects(): Promise<Filed<KibanaObject>[]> {
  const { objects, problems } = parseObjects(await readFiles());
  if (problems.length > 0)
    throw new Error(`npm run check:dashboards has to say: ${JSON.stringify(problems[0])}`);
  return objects;
}

/** What a panel shows: rows of its layers, a drawing, or documents; undefined for links and text, which ask nothing. */
export type Shown =
  | { type: 'rows'; layers: Record<string, Row[]> }
  | { type: 'drawing'; drawing: Drawn }
  | { type: 'documents'; hits: SearchHit[] };

export function openDashboards(objects: readonly Filed<KibanaObject>[]) {
  const world = { objects, mappings: [] };
  function find(references: readonly Reference[], name: string): KibanaObject {
    const { type, id } = references.find((reference) => reference.name === name) ?? {};
    const found = objects.find(({ content }) => content.type === type && content.id === id);
    if (found === undefined) throw new Error(`The reference ${name} leads nowhere.`);
    return found.content;
  }
  async function show(placed: PlacedPanel, given: DashboardContext): Promise<Shown | undefined> {
    const { panel, dashboard } = placed;
    const context = { ...given, filters: [...preset(dashboard), ...given.filters] };
    if (panel.type === 'lens') return showLens(placed, context, find);
    if (panel.panelRefName === undefined) return undefined;
    const object = find(dashboard.references, `${panel.panelIndex}:${panel.panelRefName}`);
    if (object.type === 'visualization')
      return { type: 'drawing', drawing: await drawVisualization(object, context) };
    if (object.type === 'search') return { type: 'documents', hits: await askSearch(object, context, find) };
    return undefined;
  }
  const panels = panelsOf(world);
  return {
    panels,
    /** Those that ask something, under a name for a test. */
    asking: panels
      .filter(({ panel }) => panel.type !== 'links' && panel.embeddableConfig.savedVis === undefined)
      .map((placed) => ({ ...placed, name: `${placed.dashboard.attributes.title}: ${placed.panel.title}` })),
    show,
    dashboards: objects.map(({ content }) => content).filter((object) => object.type === 'dashboard'),
    /** A panel by its dashboard's title and its own. */
    panel: (dashboardTitle: string, title: string): PlacedPanel => {
      const wanted = `[Runlens] ${dashboardTitle}`;
      const found = panels.filter(
        ({ dashboard, panel }) => dashboard.attributes.title === wanted && panel.title === title,
      );
      if (found.length !== 1 || found[0] === undefined) {
        throw new Error(`There are ${found.length} panels "${title}" on "${wanted}".`);
      }
      return found[0];
    },
    /** What a control offers to choose from. */
    choices: async (dashboard: Dashboard, { explicitInput }: Control, context: DashboardContext) => {
      const view = find(dashboard.references, `controlGroup_${explicitInput.id}:optionsListDataView`);
      const { title, timeFieldName } = (view as DataView).attributes;
      const { aggregations = {} } = await search(context, title, {
        size: 0,
        query: contextQuery(context, timeFieldName),
        aggs: { choices: { terms: { field: explicitInput.fieldName, size: 1000 } } },
      });
      const { buckets } = aggregations['choices'] as {
        buckets: { key: unknown; key_as_string?: string }[];
      };
      return buckets.map(({ key, key_as_string }) => key_as_string ?? key);
    },
  };
}

/** What is chosen in the controls before anybody has touched them. */
function preset({ attributes }: Dashboard): Dsl[] {
  return Object.values(attributes.controlGroupInput?.panelsJSON ?? {}).flatMap(({ explicitInput }) => {
    const { fieldName = '', selectedOptions = [] } = explicitInput;
    return selectedOptions.length === 0 ? [] : [{ terms: { [fieldName]: selectedOptions } }];
  });
}

type Find = (references: readonly Reference[], name: string) => KibanaObject;

async function showLens({ panel }: PlacedPanel, context: DashboardContext, find: Find): Promise<Shown> {
  const lens = panel.embeddableConfig.attributes;
  if (lens === undefined) throw new Error(`Panel ${panel.panelIndex} is not kept in its dashboard.`);
  const layers: Record<string, Row[]> = {};
  for (const [id, layer] of Object.entries(layersOf(lens))) {
    const view = find(lens.references, `indexpattern-datasource-layer-${id}`) as DataView;
    const { title: alias, timeFieldName: timeField } = view.attributes;
    const { query, filters: pills } = lens.state;
    layers[id] = await askLayer({ layer, alias, timeField, queries: [query], pills }, context);
  }
  return { type: 'rows', layers };
}

function drawVisualization({ attributes }: Visualization, context: DashboardContext) {
  return drawVega(attributes.visState.params.spec ?? {}, context);
}

/** Kibana shows 500 documents of a saved search and loads more as somebody scrolls. */
const SHOWN_DOCUMENTS = 500;

async function askSearch(
  { attributes, references }: SavedSearch,
  context: DashboardContext,
  find: Find,
): Promise<SearchHit[]> {
  const { query, filter, indexRefName = '' } = attributes.kibanaSavedObjectMeta.searchSourceJSON;
  const view = find(references, indexRefName) as DataView;
  const { title, timeFieldName } = view.attributes;
  const { hits } = await search(context, title, {
    size: attributes.sampleSize ?? SHOWN_DOCUMENTS,
    query: contextQuery(context, timeFieldName, [query], filter),
    sort: attributes.sort.map(([field, order]) => ({ [field]: { order, unmapped_type: 'boolean' } })),
    fields: attributes.columns.map((field) => ({ field })),
  });
  return hits.hits;
}
