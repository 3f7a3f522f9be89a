import { ofType, type World } from './rule.ts';
import type { Panel } from './shapes/dashboard.ts';
import { layersOf, type LensAttributes, type LensLayer } from './shapes/lens.ts';
import type { Dashboard } from './shapes/object.ts';

export type PlacedPanel = { file: string; dashboard: Dashboard; panel: Panel; where: string };
export type LensPanel = PlacedPanel & { lens: LensAttributes };
export type PlacedLayer = LensPanel & { layerId: string; layer: LensLayer };

/** How a panel is called in a message. */
function nameOf({ title, panelIndex }: Panel): string {
  return title === undefined || title === '' ? `panel ${panelIndex}` : `panel ${panelIndex} "${title}"`;
}

export function panelsOf(world: World): PlacedPanel[] {
  return ofType(world, 'dashboard').flatMap(({ file, content }) =>
    content.attributes.panelsJSON.map((panel) => ({
      file,
      dashboard: content,
      panel,
      where: nameOf(panel),
    })),
  );
}

/** The Lens panels that are kept in their dashboards. */
export function lensPanelsOf(world: World): LensPanel[] {
  return panelsOf(world).flatMap((placed) => {
    const lens = placed.panel.embeddableConfig.attributes;
    return placed.panel.type === 'lens' && lens !== undefined ? [{ ...placed, lens }] : [];
  });
}

export function lensLayersOf(world: World): PlacedLayer[] {
  return lensPanelsOf(world).flatMap((placed) =>
    Object.entries(layersOf(placed.lens)).map(([layerId, layer]) => ({ ...placed, layerId, layer })),
  );
}
