import { Command } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';

export function statusCommand(run: Run) {
  return new Command('status')
    .description('what became of the files: indexed, rejected and why, waiting')
    .argument('[folder]', 'count also the files of this folder that are still to be read')
    .action((folder) =>
      run(async (invocation) => {
        const { runStatus } = await import('./run.ts');
        return runStatus(folder, invocation);
      }),
    );
}
