import { Command } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';

export function configCommand(run: Run) {
  return new Command('config')
    .description('print the configuration in force and where each value came from')
    .action(() =>
      run(async (invocation) => {
        const { runConfig } = await import('./run.ts');
        return runConfig(invocation);
      }),
    );
}
