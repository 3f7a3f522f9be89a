import type { KibanaFailure } from '../../domain/dashboards/failure.ts';
import type { Step } from '../../domain/dashboards/plan.ts';
import type { ObjectType } from '../../domain/dashboards/saved-object.ts';
import type { Report } from '../../output/report.ts';
import type { Column } from '../../output/table.ts';
import type { SetupDashboardsResult } from './setup-dashboards.ts';

type Context = {
  /** The URL of the overview dashboard. */
  overviewUrl: string;
  outputsBaseUrl: string | undefined;
  dryRun: boolean;
};

const KINDS: Readonly<Record<ObjectType, string>> = {
  tag: 'tag',
  'index-pattern': 'data view',
  visualization: 'visualization',
  search: 'search',
  links: 'links',
  dashboard: 'dashboard',
};

function editedNote(steps: readonly Step[]): string[] {
  const edited = steps.filter(({ action }) => action === 'edited');
  if (edited.length === 0) return [];
  const names = edited.map(({ type, id }) => `${KINDS[type]} ${id}`).join(', ');
  return [
    `Kept, because it was edited in Kibana: ${names}. To have both versions, clone it there under another title; ` +
      'then run the setup with --force, which installs the shipped version.',
  ];
}

/** For users who installed the objects with `--editable` and have now run the setup without it. */
function closedNote(steps: readonly Step[], dryRun: boolean): string[] {
  const count = steps.filter(({ closed }) => closed === true).length;
  if (count === 0) return [];
  const objects = count === 1 ? '1 object that was editable' : `${count} objects that were editable`;
  const managed = dryRun ? 'would be managed' : count === 1 ? 'is managed now' : 'are managed now';
  return [
    `${objects} ${managed}: people cannot change ${count === 1 ? 'it' : 'them'} in Kibana any more, only clones. ` +
      `To keep ${count === 1 ? 'it' : 'them'} editable, give --editable at every setup.`,
  ];
}

const CHANGING = new Set<Step['action']>(['created', 'updated', 'deleted']);

function notesOf(steps: readonly Step[], { overviewUrl, outputsBaseUrl, dryRun }: Context): string[] {
  return [
    ...editedNote(steps),
    ...closedNote(steps, dryRun),
    ...(outputsBaseUrl === undefined
      ? [
          'outputs.base_url is not set: where results name pictures, their paths are shown. To see the pictures, set ' +
            'RUNLENS_OUTPUTS_BASE_URL to the URL under which browsers find the output files, or to "absolute" if the ' +
            'results name whole URLs.',
        ]
      : []),
    ...(dryRun ? ['Nothing was written (--dry-run).'] : []),
    ...(!dryRun && steps.some(({ action }) => CHANGING.has(action)) ? [`Open ${overviewUrl}`] : []),
  ];
}

/** How many objects are named. The others are counted. */
const NAMED_OBJECTS = 10;

/** A failure as the end of the command. */
export function couldNotSetUp({ reason, details = [] }: KibanaFailure): Report {
  const more = details.length - NAMED_OBJECTS;
  const lines = [...details.slice(0, NAMED_OBJECTS), ...(more > 0 ? [`and ${more} more`] : [])];
  return {
    type: 'failure',
    failure: { what: 'could not set up the dashboards', why: [reason, ...lines].join('\n') },
  };
}

const COLUMNS: Column[] = ['kind', 'id', 'action'].map((key) => ({ key, title: key }));

/** JSON and CSV have the same words with and without `--dry-run`, because scripts compare them. */
const WOULD: Readonly<Record<string, string>> = {
  created: 'would create',
  updated: 'would update',
  deleted: 'would delete',
};

const DRY_RUN_COLUMNS = COLUMNS.map((column) =>
  column.key === 'action'
    ? { ...column, format: (action: unknown) => WOULD[String(action)] ?? String(action) }
    : column,
);

/** The outcome of a setup of dashboards for people and programs. */
export function setupDashboardsReport(result: SetupDashboardsResult, context: Context): Report {
  if (result.type !== 'done') return couldNotSetUp(result);
  const changes = result.steps.map(({ type, id, action }) => ({ kind: KINDS[type], id, action }));
  return {
    type: 'result',
    exitCode: 0,
    json: { changes },
    sections: [{ columns: context.dryRun ? DRY_RUN_COLUMNS : COLUMNS, rows: changes }],
    notes: notesOf(result.steps, context),
  };
}
