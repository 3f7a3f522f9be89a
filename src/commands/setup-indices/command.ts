import { Command } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';

export function setupIndicesCommand(run: Run) {
  return new Command('setup-indices')
    .description('create templates, indices and aliases; repeatable')
    .action(() =>
      run(async (invocation) => {
        const { runSetupIndices } = await import('./run.ts');
        return runSetupIndices(invocation);
      }),
    );
}
