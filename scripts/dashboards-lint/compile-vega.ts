import type { Spec } from 'vega';
import * as vegaLite from 'vega-lite';
import { listeningLogger, vega } from './vega.ts';

type Json = Record<string, unknown>;

/**
 * Compiles a spec as Kibana would, once its requests are answered: with `values` in the place of `url`. `complaints` is
 * what the compilers warn of, and why there is no spec where there is none.
 */
export function compileVega(answered: Json): { spec: Spec | undefined; complaints: string[] } {
  const complaints: string[] = [];
  try {
    const own = withoutKibanaSettings(answered);
    const spec = isVegaLite(answered)
      ? vegaLite.compile(own as unknown as vegaLite.TopLevelSpec, { logger: listeningLogger(complaints) })
          .spec
      : (own as unknown as Spec);
    // Kibana interprets expressions, so they are parsed to trees and not to code.
    vega.parse(spec, undefined, { ast: true });
    return { spec, complaints };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { spec: undefined, complaints: [...complaints, reason] };
  }
}

function isVegaLite({ $schema: schema }: Json) {
  return typeof schema === 'string' && schema.includes('/vega-lite/');
}

function withoutKibanaSettings({ config, ...spec }: Json): Json {
  if (typeof config !== 'object' || config === null) return spec;
  const { kibana: _kibana, ...rest } = config as Json;
  return { ...spec, config: rest };
}

/** A spec with the answer to each of its requests: none, where it is only compiled. */
export function withAnswers(value: unknown, answerOf: (url: object) => unknown = () => []): unknown {
  if (Array.isArray(value)) return value.map((each) => withAnswers(each, answerOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === 'url' && typeof inner === 'object' && inner !== null
        ? ['values', answerOf(inner as object)]
        : [key, withAnswers(inner, answerOf)],
    ),
  );
}
