/** A dashboard's attributes: strict, because Kibana 8.12 refuses the whole import for one key that it does not know. */

import { z } from 'zod';
import { SearchSource } from './common.ts';
import { LensAttributes } from './lens.ts';

const DrilldownEvent = z.looseObject({
  eventId: z.string(),
  triggers: z.array(z.string()),
  action: z.looseObject({ factoryId: z.string(), name: z.string() }),
});

/** A visualization that is kept in its panel. */
const SavedVisualization = z.looseObject({
  type: z.string(),
  params: z.looseObject({ markdown: z.string().optional() }),
});

export const Panel = z.strictObject({
  version: z.string(),
  type: z.string(),
  gridData: z.strictObject({
    x: z.int(),
    y: z.int(),
    w: z.int(),
    h: z.int(),
    i: z.string(),
  }),
  panelIndex: z.string(),
  title: z.string().optional(),
  panelRefName: z.string().optional(),
  embeddableConfig: z.looseObject({
    attributes: LensAttributes.optional(),
    savedVis: SavedVisualization.optional(),
    enhancements: z
      .looseObject({ dynamicActions: z.looseObject({ events: z.array(DrilldownEvent) }).optional() })
      .optional(),
  }),
});
export type Panel = z.infer<typeof Panel>;

const Control = z.looseObject({
  type: z.enum(['optionsListControl', 'rangeSliderControl', 'timeSlider']),
  order: z.int(),
  explicitInput: z.looseObject({
    id: z.string(),
    fieldName: z.string().optional(),
    title: z.string().optional(),
    selectedOptions: z.array(z.string()).optional(),
  }),
});
export type Control = z.infer<typeof Control>;

export const DashboardAttributes = z.strictObject({
  title: z.string(),
  description: z.string().optional(),
  version: z.number().optional(),
  hits: z.number().optional(),
  timeRestore: z.boolean().optional(),
  timeFrom: z.string().optional(),
  timeTo: z.string().optional(),
  refreshInterval: z.looseObject({ pause: z.boolean(), value: z.number() }).optional(),
  optionsJSON: z.looseObject({}),
  kibanaSavedObjectMeta: z.strictObject({ searchSourceJSON: SearchSource }),
  controlGroupInput: z
    .strictObject({
      controlStyle: z.string().optional(),
      chainingSystem: z.string().optional(),
      ignoreParentSettingsJSON: z.looseObject({}).optional(),
      panelsJSON: z.record(z.string(), Control),
    })
    .optional(),
  panelsJSON: z.array(Panel),
});
