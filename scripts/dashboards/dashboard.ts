/** Dashboards: rows of panels under a bar of links and the controls. */

import type { LensPanel } from './lens.ts';
import { savedObject, type Reference, type SavedObject } from './saved-object.ts';

/** A panel that shows an object of its own: a Vega visualization, a saved search, the links. */
export type ObjectPanel = {
  kind: 'visualization' | 'search' | 'links';
  title: string;
  description?: string;
  id: string;
  hideTitle?: boolean;
};
export type NotePanel = { kind: 'note'; title: string; markdown: string };
export type Panel = LensPanel | ObjectPanel | NotePanel;

type Placement = {
  width: number;
  panel: Panel;
  clickLeadsTo?: string;
  /** Independent of the dashboard's time range. */
  ever?: true;
};

export type Control = { field: string; title: string; view: string; single?: true; selected?: string[] };

/** Panels side by side. Their widths add up to 48. */
export type Row = { height: number; panels: Placement[] };

type Dashboard = {
  id: string;
  title: string;
  description: string;
  from: string;
  controls: Control[];
  /** Another bar of links than that of the runs. */
  links?: string;
  rows: Row[];
};

const WIDTH = 48;
export const NAVIGATION = 'runlens-navigation';
export const NAVIGATION_OF_FILES = 'runlens-navigation-files';

function linksRow(id: string): Row {
  return {
    height: 2,
    panels: [
      {
        width: WIDTH,
        panel: { kind: 'links', title: 'Dashboards', id, hideTitle: true },
      },
    ],
  };
}

export function dashboard({
  id,
  title,
  description,
  from,
  controls,
  links = NAVIGATION,
  rows,
}: Dashboard): SavedObject {
  const placed = place([linksRow(links), ...rows]);
  return savedObject(
    'dashboard',
    id,
    {
      title: `[Runlens] ${title}`,
      description,
      version: 1,
      timeRestore: true,
      timeFrom: from,
      timeTo: 'now',
      refreshInterval: { pause: true, value: 60_000 },
      optionsJSON: {
        useMargins: true,
        syncColors: false,
        syncCursor: true,
        syncTooltips: false,
        hidePanelTitles: false,
      },
      kibanaSavedObjectMeta: { searchSourceJSON: { query: { language: 'kuery', query: '' }, filter: [] } },
      controlGroupInput: {
        controlStyle: 'oneLine',
        chainingSystem: 'HIERARCHICAL',
        ignoreParentSettingsJSON: {
          ignoreFilters: false,
          ignoreQuery: false,
          ignoreTimerange: false,
          ignoreValidations: false,
        },
        panelsJSON: Object.fromEntries(controls.map(controlEntry)),
      },
      panelsJSON: placed.map(({ panel }) => panel),
    },
    [
      ...placed.flatMap(({ references }) => references),
      ...controls.map((control) => ({
        type: 'index-pattern',
        id: control.view,
        name: `controlGroup_${controlId(control)}:optionsListDataView`,
      })),
    ],
  );
}

/** A link or a click brings what was chosen as a pill; the control here does not know of it, and must not deny it. */
const ANY = 'Any, unless filtered above';

function slug(text: string) {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function controlId({ field }: Control) {
  return `control-${slug(field)}`;
}

function controlEntry(control: Control, order: number): [string, unknown] {
  const { field, title, single, selected = [] } = control;
  const id = controlId(control);
  return [
    id,
    {
      type: 'optionsListControl',
      order,
      width: 'small',
      grow: true,
      explicitInput: {
        id,
        fieldName: field,
        title,
        selectedOptions: selected,
        placeholder: ANY,
        ...(single && { singleSelect: true }),
        enhancements: {},
      },
    },
  ];
}

type Placed = { panel: Record<string, unknown>; references: Reference[] };

function place(rows: readonly Row[]): Placed[] {
  let y = 0;
  return rows.flatMap(({ height, panels }) => {
    let x = 0;
    const top = y;
    y += height;
    const placed = panels.map(({ width, panel, clickLeadsTo, ever }) => {
      const left = x;
      x += width;
      return placePanel(panel, { x: left, y: top, w: width, h: height }, { clickLeadsTo, ever });
    });
    if (x !== WIDTH) throw new Error(`The row of "${panels[0]?.panel.title}" is ${x} wide, not ${WIDTH}.`);
    return placed;
  });
}

function placePanel(
  panel: Panel,
  grid: Record<'x' | 'y' | 'w' | 'h', number>,
  { clickLeadsTo: target, ever }: { clickLeadsTo: string | undefined; ever: true | undefined },
): Placed {
  const id = slug(panel.title);
  const common = {
    version: '8.12.0',
    gridData: { ...grid, i: id },
    panelIndex: id,
    title: panel.title,
  };
  const settings = {
    ...('hideTitle' in panel && panel.hideTitle && { hidePanelTitles: true }),
    ...(ever && { timeRange: { from: 'now-50y', to: 'now' } }),
  };
  const description =
    'description' in panel && panel.description !== undefined ? { description: panel.description } : {};
  if (panel.kind === 'note') {
    return {
      panel: {
        ...common,
        type: 'visualization',
        embeddableConfig: { ...note(panel), hidePanelTitles: true, enhancements: {} },
      },
      references: [],
    };
  }
  if (panel.kind !== 'lens') {
    return {
      panel: {
        ...common,
        type: panel.kind,
        embeddableConfig: { ...settings, ...description, enhancements: {} },
        panelRefName: `panel_${id}`,
      },
      references: [{ type: panel.kind, id: panel.id, name: `${id}:panel_${id}` }],
    };
  }
  return {
    panel: {
      ...common,
      type: 'lens',
      embeddableConfig: {
        attributes: panel.attributes,
        ...settings,
        ...description,
        enhancements: target === undefined ? {} : drilldown,
      },
    },
    references: [
      ...panel.references.map((reference) => ({ ...reference, name: `${id}:${reference.name}` })),
      ...(target === undefined
        ? []
        : [
            {
              type: 'dashboard',
              id: target,
              name: `${id}:drilldown:DASHBOARD_TO_DASHBOARD_DRILLDOWN:open:dashboardId`,
            },
          ]),
    ],
  };
}

/** A click leads to another dashboard, with what was clicked, which says enough, and the time range. */
const drilldown = {
  dynamicActions: {
    events: [
      {
        eventId: 'open',
        triggers: ['FILTER_TRIGGER'],
        action: {
          factoryId: 'DASHBOARD_TO_DASHBOARD_DRILLDOWN',
          name: 'Open the run',
          config: { useCurrentFilters: false, useCurrentDateRange: true, openInNewTab: false },
        },
      },
    ],
  },
};

function note({ markdown }: NotePanel): Record<string, unknown> {
  return {
    savedVis: {
      title: '',
      description: '',
      type: 'markdown',
      params: { fontSize: 12, openLinksInNewTab: false, markdown },
      uiState: {},
      data: { aggs: [], searchSource: { query: { language: 'kuery', query: '' }, filter: [] } },
    },
  };
}
