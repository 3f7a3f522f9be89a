/** What the dashboards show under filters that a link brings along, and without those that they wait for. */

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openDashboards, readObjects } from '../support/dashboard-panels.ts';
import { copyExamples } from '../support/examples.ts';
import { label, PROJECTS, ranking } from '../support/expected-runs.ts';
import { chosen, type DashboardContext } from '../support/kibana-context.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

const { show, panel } = openDashboards(await readObjects());

let workspace: Workspace;
let everything: DashboardContext;

beforeAll(async () => {
  workspace = await createWorkspace(inject('elasticsearchUrl'));
  await copyExamples(workspace.folder);
  expect(await workspace.cli('ingest', workspace.folder)).toMatchObject({ exitCode: 0 });
  const range = { from: '2020-01-01T00:00:00.000Z', to: new Date(Date.now() + 86_400_000).toISOString() };
  everything = { url: workspace.url, prefix: workspace.prefix, filters: [], ...range };
});
afterAll(() => workspace.remove());

async function rowsOf(dashboard: string, title: string, filters: DashboardContext['filters']) {
  const shown = await show(panel(dashboard, title), { ...everything, filters });
  return shown?.type === 'rows' ? Object.values(shown.layers).flat() : [];
}

async function figure(title: string, filters: DashboardContext['filters']) {
  return (await rowsOf('Run', title, filters))[0]?.['value'];
}

async function ranked(filters: DashboardContext['filters']) {
  return (await rowsOf('Leaderboard', 'Leaderboard', filters)).length;
}

describe.each(PROJECTS)('%s', (project) => {
  const inProject = chosen('project', project);

  test('the figures of a run are of one run, never of several', async () => {
    const [best] = ranking(project);
    const one = [chosen('run.label', label(project, best?.id))];
    expect(await figure('Runs (choose one)', one)).toBe(1);
    expect(await figure('Value', one)).toBe(best?.value);
    expect(await figure('Runs (choose one)', [inProject])).toBeGreaterThan(1);
    for (const title of ['Value', 'Train', 'Validation', 'Test', 'Bias', 'Variance', 'Test gap'])
      expect(await figure(title, [inProject])).toBeNull();
  });

  test('a split leaves the runs that have it', async () => {
    expect(await ranked([inProject, chosen('split', 'validation')])).toBe(ranking(project).length);
    expect(await ranked([inProject, chosen('split', 'no-such-split')])).toBe(0);
  });
});
