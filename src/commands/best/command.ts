import { Command } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';
import { MOST_ROWS, wholeNumberUpTo } from '../shared/whole-number.ts';

const DEFAULT_TOP = 10;

export function bestCommand(run: Run) {
  return new Command('best')
    .description('the ranking of a project, or, without --project, the best run of each')
    .option('--project <name>', 'one project')
    .option(
      '--top <n>',
      `how many runs of that project (default: ${DEFAULT_TOP})`,
      wholeNumberUpTo(MOST_ROWS),
    )
    .action(({ project, top }, command) => {
      // Without a project there is one run of each: ignoring the number would answer another question.
      if (project === undefined && top !== undefined)
        command.error('error: --top needs --project: without it, best shows one run of each project');
      return run(async (invocation) => {
        const { runBest } = await import('./run.ts');
        return runBest({ project, top: top ?? DEFAULT_TOP }, invocation);
      });
    });
}
