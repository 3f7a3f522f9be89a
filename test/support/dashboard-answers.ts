/** What is looked at in the answers of a dashboard's panels. */

import type { PlacedPanel } from '../../scripts/dashboards-lint/panels.ts';
import { layersOf } from '../../scripts/dashboards-lint/shapes/lens.ts';
import type { Shown } from './dashboard-panels.ts';
import type { Row } from './lens-search.ts';

export function rowsIn(shown: Shown | undefined) {
  return shown?.type === 'rows' ? shown.layers : {};
}

export function complaintsOf(shown: Shown | undefined) {
  return shown?.type === 'drawing' ? shown.drawing.complaints : [];
}

/** How much a panel shows: rows that hold something, documents, or what is drawn. */
export function extent(shown: Shown | undefined): number {
  if (shown?.type === 'documents') return shown.hits.length;
  if (shown?.type === 'drawing') return shown.drawing.items.length;
  const rows = Object.values(rowsIn(shown)).flat();
  return rows.filter((row) => Object.values(row).some((cell) => cell !== null)).length;
}

/** The columns that a panel's rows have, by layer: those that were asked for, in each row. */
export function columnsOf(layers: Record<string, Row[]>) {
  return Object.entries(layers).map(([id, rows]) =>
    [id, ...new Set(rows.flatMap((row) => Object.keys(row)))].toSorted(),
  );
}

/** What is in the cells that are no groups: a tile counts to 0, and a line over time has its times, without documents too. */
export function numbersOf({ panel: { embeddableConfig } }: PlacedPanel, layers: Record<string, Row[]>) {
  return Object.entries(layersOf(embeddableConfig.attributes!)).flatMap(([id, { columns }]) =>
    (layers[id] ?? []).flatMap((row) =>
      Object.entries(row).flatMap(([column, cell]) => (columns[column]?.isBucketed ? [] : [cell])),
    ),
  );
}
