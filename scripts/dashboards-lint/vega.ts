import { createRequire } from 'node:module';
import type * as Vega from 'vega';

/**
 * Vega as it was published in one piece: bundled from its packages there would be two registries of functions,
 * and what is added to the one is not known to the parser that has the other.
 */
export const vega = createRequire(import.meta.url)('vega/build/vega.js') as typeof Vega;

/** Functions that Kibana adds to Vega's expressions; here they do nothing. */
const KIBANA_FUNCTIONS = [
  'kibanaAddFilter',
  'kibanaRemoveFilter',
  'kibanaRemoveAllFilters',
  'kibanaSetTimeFilter',
];
for (const name of KIBANA_FUNCTIONS) vega.expressionFunction(name, () => undefined);

/** Keeps what Vega and Vega-Lite warn of, instead of printing it. */
export function listeningLogger(complaints: string[]): Vega.LoggerInterface {
  let level = vega.Warn;
  function listen(...messages: readonly unknown[]) {
    complaints.push(messages.map(String).join(' '));
    return logger;
  }
  const ignore = () => logger;
  const logger = {
    level: (value?: number) => {
      if (value === undefined) return level;
      level = value;
      return logger;
    },
    error: listen,
    warn: listen,
    info: ignore,
    debug: ignore,
  } as Vega.LoggerInterface;
  return logger;
}
