import { describeConfig, describeConfigAsJson } from '../../config/describe.ts';
import type { Config } from '../../config/schema.ts';
import type { Sources } from '../../config/source.ts';
import type { Report } from '../../output/report.ts';

/** The configuration that is in force, and where each value came from. */
export function config(values: Config, sources: Sources): Report {
  return {
    type: 'result',
    exitCode: 0,
    json: describeConfigAsJson(values, sources),
    sections: [
      {
        columns: ['key', 'value', 'source'].map((key) => ({ key, title: key })),
        rows: describeConfig(values, sources),
      },
    ],
  };
}
