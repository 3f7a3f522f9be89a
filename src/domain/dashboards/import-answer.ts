import { z } from 'zod';
import { keyText, type ObjectKey } from './saved-object.ts';

const Reason = z.looseObject({
  type: z.string(),
  message: z.string().optional(),
  references: z.array(z.looseObject({ type: z.string(), id: z.string() })).optional(),
});

/** Kibana's answer to an import. `successCount` is omitted: it includes objects that were not written. */
export const ImportAnswer = z.object({
  success: z.boolean(),
  successResults: z
    .array(
      z.looseObject({
        type: z.string(),
        id: z.string(),
        /** The id under which it was stored, if that differs. */
        destinationId: z.string().optional(),
        overwrite: z.boolean().optional(),
      }),
    )
    .default([]),
  errors: z.array(z.looseObject({ type: z.string(), id: z.string(), error: Reason })).default([]),
});
export type ImportAnswer = z.infer<typeof ImportAnswer>;

const REASONS: Readonly<Record<string, string>> = {
  conflict: 'there is one already, which Kibana does not overwrite',
  ambiguous_conflict: 'there are several copies of it',
  unsupported_type: 'this Kibana has no such type of object',
};

/** One line for each object that Kibana refused, with the reason. */
export function refusalsIn({ errors }: ImportAnswer): string[] {
  return errors.map(({ type, id, error }) => {
    const missing = (error.references ?? []).map(keyText).join(', ');
    const said =
      missing === '' ? (error.message ?? REASONS[error.type] ?? error.type) : `${missing} is missing`;
    return `${keyText({ type, id })}: ${said}`;
  });
}

/** An object that was stored under another id than the one it was sent with. */
export type Renamed = ObjectKey & { destinationId: string; isNew: boolean };

/** Kibana does this, and reports a success, if another space has an object with that id. */
export function renamedIn({ successResults }: ImportAnswer): Renamed[] {
  return successResults.flatMap(({ type, id, destinationId, overwrite }) =>
    destinationId === undefined || destinationId === id
      ? []
      : [{ type, id, destinationId, isNew: overwrite !== true }],
  );
}
