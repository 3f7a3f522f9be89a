import { Command } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';

export function validateCommand(run: Run) {
  return new Command('validate')
    .description('check result files as ingest would; needs no Elasticsearch')
    .argument('<path...>', 'files or folders')
    .option('--root <folder>', 'the watched folder, which default names come from')
    .action((paths, { root }) =>
      run(async (invocation) => {
        const { runValidate } = await import('./run.ts');
        return runValidate(paths, root, invocation.io);
      }),
    );
}
