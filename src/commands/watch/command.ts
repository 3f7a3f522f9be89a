import { Command, Option } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';

export function watchCommand(run: Run) {
  return new Command('watch')
    .description('keep reading what is new or changed in a folder')
    .argument('<folder>', 'folder with result files')
    .option('--poll <seconds>', 'scan at this interval instead of being notified; for network shares')
    .addOption(
      new Option('--on-delete <what>', 'what becomes of a run whose file is deleted').choices([
        'keep',
        'remove',
      ]),
    )
    .option(
      '--status-port <port>',
      'answer /live, /ready and /metrics on this port of the loopback interface',
    )
    .option('--no-setup', 'leave the indices as they are')
    .action((folder, options) =>
      run(async (invocation) => {
        const { runWatch } = await import('./run.ts');
        return runWatch(folder, options, invocation);
      }),
    );
}
