import { Command } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';

export function ingestCommand(run: Run) {
  return new Command('ingest')
    .description('read what is new or changed in a folder, once')
    .argument('<folder>', 'folder with result files')
    .option('--no-setup', 'leave the indices as they are')
    .action((folder, { setup }) =>
      run(async (invocation) => {
        const { runIngest } = await import('./run.ts');
        return runIngest(folder, setup, invocation);
      }),
    );
}
