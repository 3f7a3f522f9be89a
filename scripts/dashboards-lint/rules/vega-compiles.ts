import { compileVega, withAnswers } from '../compile-vega.ts';
import type { Problem, World } from '../rule.ts';
import { vegaSpecsOf, visit } from '../vega-specs.ts';

const SCHEMA = /^https:\/\/vega\.github\.io\/schema\/(vega|vega-lite)\/v5(\.\d+)*\.json$/;

/** Every spec is for Vega 5, fetches nothing from elsewhere, and compiles without a word. */
export function vegaCompiles(world: World): Problem[] {
  return vegaSpecsOf(world).flatMap(({ file, spec }): Problem[] => {
    const { $schema: schema } = spec;
    if (typeof schema !== 'string' || !SCHEMA.test(schema)) {
      const message = `It is ${JSON.stringify(schema)}: declare https://vega.github.io/schema/vega/v5.json or vega-lite/v5.json.`;
      return [{ file, where: '$schema', message }];
    }
    return [
      ...foreignProblems(spec).map(({ at, message }) => ({ file, where: at, message })),
      ...compileVega(withAnswers(spec) as Record<string, unknown>).complaints.map((complaint) => ({
        file,
        where: 'spec',
        message: `Vega says: ${complaint}. Change the spec until it says nothing.`,
      })),
    ];
  });
}

function foreignProblems(spec: unknown): { at: string; message: string }[] {
  return visit(spec).flatMap(({ at, key, value }) => {
    if (key === 'url' && typeof value === 'string') {
      return [{ at, message: `It loads ${value}: Kibana blocks it, ask Elasticsearch with {index, body}.` }];
    }
    if (['type', 'mark'].includes(key) && value === 'image') {
      return [{ at, message: 'Kibana blocks images in Vega: show pictures in a saved search.' }];
    }
    if (key === 'href')
      return [{ at, message: 'Kibana blocks links in Vega: lead there with a drilldown or links.' }];
    if (
      at !== '$schema' &&
      typeof value === 'string' &&
      /\b(https?|data):\/?\/?\S/i.test(value) &&
      !isExpression(value)
    ) {
      return [
        { at, message: `It has an address in it (${value.slice(0, 60)}): Kibana blocks it, take it away.` },
      ];
    }
    return [];
  });
}

/** An object literal in an expression has `data: …`, which is no address. */
function isExpression(text: string) {
  return !/https?:\/\//i.test(text) && !/^data:/i.test(text);
}
