import { Command } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';

export function demoCommand(run: Run) {
  return new Command('demo')
    .description('start a real Elasticsearch, ingest the example results, show what can be asked')
    .option('--keep', 'then go on watching the folder until Ctrl-C')
    .option('--elasticsearch-version <version>', 'version to start')
    .action((options) =>
      run(async (invocation) => {
        const { runDemo } = await import('./run.ts');
        return runDemo(options, invocation);
      }),
    );
}
