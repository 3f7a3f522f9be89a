import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { isSpaceId } from '../../domain/dashboards/names.ts';
import type { Run } from '../shared/invocation.ts';

export function setupDashboardsCommand(run: Run) {
  return new Command('setup-dashboards')
    .description('bring data views, visualizations and dashboards into Kibana; repeatable')
    .option('--kibana <url>', 'URL of Kibana, base path included')
    .option('--space <id>', 'space of Kibana (default: its default space)', spaceId)
    .option('--editable', 'let people change the objects in Kibana, instead of clones of them')
    .option('--prune', 'delete what an earlier version installed and this one does not have')
    .option('--dry-run', 'say what would be done, and write nothing')
    .option('--force', 'overwrite also what was edited in Kibana')
    .option('--wait <seconds>', 'how long to wait for a Kibana that is not ready', waitingTime, 60)
    .action((options) =>
      run(async (invocation) => {
        const { runSetupDashboards } = await import('./run.ts');
        return runSetupDashboards(options, invocation);
      }),
    );
}

function spaceId(text: string): string {
  if (isSpaceId(text)) return text;
  throw new InvalidArgumentError('It must be the id of a space: lower-case letters, digits, "-" and "_".');
}

/** Far below the limit of timers. */
const LONGEST_WAIT_SECONDS = 86_400;

function waitingTime(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= LONGEST_WAIT_SECONDS) return seconds;
  throw new InvalidArgumentError(`It must be a number of seconds from 0 to ${LONGEST_WAIT_SECONDS}.`);
}
