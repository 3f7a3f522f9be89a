import { stringifyExact } from '../json/stringify.ts';
import type { Format, Interpretation, SourceContext } from './format.ts';
import { runlensFormat } from './runlens/interpret.ts';

/** All formats, the most specific first: the first that recognises a document reads it. */
const formats: Format[] = [runlensFormat];

/** Says what a parsed document means, by the first format that recognises it. */
export function interpret(value: unknown, context: SourceContext): Interpretation {
  const format = formats.find((candidate) => candidate.recognise(value));
  if (format !== undefined) return format.interpret(value, context);
  return { type: 'invalid', problems: [{ path: [], message: unrecognised(value) }], warnings: [] };
}

/** Reads a stored original again, which was accepted when it was stored. */
export function interpretOriginal(
  value: unknown,
  context: SourceContext,
): Interpretation & { type: 'run' | 'project' } {
  const interpretation = interpret(value, context);
  if (interpretation.type === 'invalid') {
    throw new Error(`The stored original of ${context.path} is not readable any more`, {
      cause: interpretation.problems,
    });
  }
  return interpretation;
}

function unrecognised(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'is not a result file: expected one object with "schema": "runlens.run/1"';
  }
  const found = 'schema' in value ? `its "schema" is ${shown(value.schema)}` : 'it has no "schema"';
  return `is not a result file that runlens knows: ${found}; looked for "runlens.run/1" and "runlens.project/1"`;
}

/** A value of any size and kind, at a length that fits a sentence. */
function shown(value: unknown): string {
  const text = stringifyExact(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
