import { Command } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';
import { MOST_ROWS, wholeNumberUpTo } from '../shared/whole-number.ts';

export function worstImagesCommand(run: Run) {
  return new Command('worst-images')
    .description('the images on which the best run does worst')
    .option('--project <name>', 'one project')
    .option('--run <id>', 'this run instead of the best')
    .option('--split <name>', 'split of the images', 'validation')
    .option('--metric <name>', 'image metric instead of the primary one')
    .option('--count <n>', 'how many images', wholeNumberUpTo(MOST_ROWS), 100)
    .action((options) =>
      run(async (invocation) => {
        const { runWorstImages } = await import('./run.ts');
        return runWorstImages(options, invocation);
      }),
    );
}
