import { describeConfig, describeConfigAsJson } from '../../config/describe.ts';
import type { Report } from '../../output/report.ts';
import type { Invocation } from '../shared/invocation.ts';
import { withConfig } from '../shared/with-config.ts';

/** The configuration in force, and where each value came from. */
export function runConfig(invocation: Invocation): Promise<Report> {
  return withConfig(invocation, {}, async ({ config, sources }) => ({
    type: 'result',
    exitCode: 0,
    json: describeConfigAsJson(config, sources),
    sections: [
      {
        columns: ['key', 'value', 'source'].map((key) => ({ key, title: key })),
        rows: describeConfig(config, sources),
      },
    ],
  }));
}
