import { z } from 'zod';
import { ImageRow, Project, Run, SeriesRow } from './schema.ts';

export const SCHEMA_NAMES = ['run', 'project'] as const;

/** The format as JSON Schema (draft 2020-12), for editors and for writers in other languages. */
export function jsonSchema(name: (typeof SCHEMA_NAMES)[number]): Record<string, unknown> {
  return name === 'run'
    ? render(WholeRun, 'A run: runlens.run/1')
    : render(Project, 'A project: runlens.project/1');
}

/** With its rows, which are checked one by one when a file is read. */
const WholeRun = Run.extend({
  images: z
    .array(ImageRow)
    .nullish()
    .meta(Run.shape.images.meta() ?? {}),
  series: z
    .array(SeriesRow)
    .nullish()
    .meta(Run.shape.series.meta() ?? {}),
});

function render(schema: z.ZodType, title: string): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    override: ({ jsonSchema: node }) => {
      // Unknown keys are kept, with a warning: they do not make a file invalid.
      if (node.additionalProperties === false) delete node.additionalProperties;
      // Names are fine as they are; a rule for each would only drown the rest.
      if (node.propertyNames !== undefined) delete node.propertyNames;
    },
  });
  return { $schema, title, ...rest };
}
