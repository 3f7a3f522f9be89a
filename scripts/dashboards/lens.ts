/** Lens panels, kept by value in their dashboards. */

import { takenApart, type Calculated } from './calculated.ts';
import type { Column } from './columns.ts';
import type { Reference } from './saved-object.ts';

export type LensPanel = {
  kind: 'lens';
  title: string;
  /** What a reader may want to know of it: shown at the panel's title. */
  description?: string;
  attributes: Record<string, unknown>;
  references: Reference[];
  hideTitle?: boolean;
};

type Question = { title: string; description?: string; view: string; filter?: string };

const LAYER = 'layer';

function lens(
  { title, description, view, filter = '' }: Question,
  visualizationType: string,
  given: Record<string, Column | Calculated>,
  visualization: Record<string, unknown>,
): LensPanel {
  const columns = Object.assign(
    {},
    ...Object.entries(given).map(([id, column]) => takenApart(id, column)),
  ) as Record<string, Column>;
  const references = [{ type: 'index-pattern', id: view, name: `indexpattern-datasource-layer-${LAYER}` }];
  const layer = { columnOrder: Object.keys(columns), columns, incompleteColumns: {}, sampling: 1 };
  return {
    kind: 'lens',
    title,
    ...(description !== undefined && { description }),
    references,
    attributes: {
      title: '',
      description: '',
      visualizationType,
      type: 'lens',
      references,
      state: {
        query: { language: 'kuery', query: filter },
        filters: [],
        internalReferences: [],
        adHocDataViews: {},
        datasourceStates: { formBased: { layers: { [LAYER]: layer } } },
        visualization,
      },
    },
  };
}

export type TableColumn = {
  column: Column;
  /** A click on a cell filters by it, or leads to another dashboard. */
  click?: true;
  /** Values become columns. */
  across?: true;
  hidden?: true;
  width?: number;
  alignment?: 'left' | 'right' | 'center';
};

export function table(
  question: Question & { columns: Record<string, TableColumn>; rows?: number; tall?: 'text' | 'pictures' },
): LensPanel {
  const { columns, rows = 20, tall } = question;
  const asked = Object.fromEntries(Object.entries(columns).map(([id, { column }]) => [id, column]));
  return lens(question, 'lnsDatatable', asked, {
    layerId: LAYER,
    layerType: 'data',
    columns: Object.entries(columns).map(([columnId, { click, across, hidden, width, alignment }]) => ({
      columnId,
      isTransposed: across ?? false,
      ...(click && { oneClickFilter: true }),
      ...(hidden && { hidden }),
      ...(width !== undefined && { width }),
      ...(alignment && { alignment }),
    })),
    ...(tall === 'text' && { rowHeight: 'auto' }),
    // Pictures arrive when the height of their row is settled already.
    ...(tall === 'pictures' && { rowHeight: 'custom', rowHeightLines: 4 }),
    paging: { size: rows, enabled: true },
  });
}

export function tile(question: Question & { column: Column | Calculated }): LensPanel {
  const { column } = question;
  const panel = lens(
    question,
    'lnsMetric',
    { value: column },
    {
      layerId: LAYER,
      layerType: 'data',
      metricAccessor: 'value',
    },
  );
  return { ...panel, hideTitle: true };
}

type Series = { column: Column; color?: string };

type Chart = Question & {
  shape: 'bar' | 'bar_stacked' | 'bar_horizontal' | 'line';
  x: Column;
  /** What each x is broken down by. */
  by?: Column;
  series: Record<string, Series>;
  legend?: boolean;
  legendAt?: 'right' | 'bottom';
  valuesOnBars?: boolean;
  /** The y axis begins where the values do: for lines, never for bars. */
  fromData?: boolean;
  axisTitles?: { x?: boolean; y?: boolean };
  labels?: -90 | -45 | 0;
};

export function chart(question: Chart): LensPanel {
  const {
    shape,
    x,
    by,
    series,
    legend = true,
    legendAt = 'right',
    valuesOnBars,
    fromData,
    axisTitles,
    labels,
  } = question;
  const asked = {
    x,
    ...(by && { by }),
    ...Object.fromEntries(Object.entries(series).map(([id, { column }]) => [id, column])),
  };
  const colors = Object.entries(series).flatMap(([forAccessor, { color }]) =>
    color === undefined ? [] : [{ forAccessor, color }],
  );
  return lens(question, 'lnsXY', asked, {
    preferredSeriesType: shape,
    legend: {
      isVisible: legend,
      position: legendAt,
      showSingleSeries: legend,
    },
    valueLabels: valuesOnBars ? 'show' : 'hide',
    ...(shape === 'line' && { fittingFunction: 'Carry', emphasizeFitting: true, endValue: 'Nearest' }),
    axisTitlesVisibilitySettings: { x: axisTitles?.x ?? false, yLeft: axisTitles?.y ?? true, yRight: false },
    tickLabelsVisibilitySettings: { x: true, yLeft: true, yRight: true },
    gridlinesVisibilitySettings: { x: false, yLeft: true, yRight: true },
    labelsOrientation: { x: labels ?? 0, yLeft: 0, yRight: 0 },
    ...(fromData && { yLeftExtent: { mode: 'dataBounds' } }),
    layers: [
      {
        layerId: LAYER,
        layerType: 'data',
        seriesType: shape,
        xAccessor: 'x',
        ...(by && { splitAccessor: 'by' }),
        accessors: Object.keys(series),
        position: 'top',
        showGridlines: false,
        ...(colors.length > 0 && { yConfig: colors }),
      },
    ],
  });
}
