/** The built program against a scripted Kibana: what it does. */

import { describe, expect, test } from 'vitest';
import { DASHBOARD_FILES, fileOf } from '../support/dashboard-files.ts';
import { actionsOf, all, OUTPUTS, useDashboardSetup } from '../support/dashboard-setup.ts';

const setup = useDashboardSetup();

function parsed(value: unknown): unknown {
  return JSON.parse(value as string);
}

/** Everything of ours in a space as text, but for what is the same everywhere: titles and names of references. */
function content(space = 'default'): string {
  return JSON.stringify([...(setup.kibana.spaces.get(space)?.values() ?? [])]).replaceAll(
    /\[Runlens[^\]]*\]/g,
    '',
  );
}

describe('a setup', () => {
  test('creates everything, in one import, in the form that Kibana keeps', async () => {
    const result = await setup.run();
    expect(result.exitCode).toBe(0);
    expect(actionsOf(result)).toEqual(all('created'));
    expect(Object.keys(actionsOf(result))[0]).toBe('tag runlens');
    expect(setup.kibana.writes).toEqual(['POST /api/saved_objects/_import?overwrite=true']);
    expect(result.stderr).toBe(`Open ${setup.kibana.url}/app/dashboards#/view/runlens-overview\n`);

    const dashboard = setup.kibana.object('dashboard/runlens-overview');
    expect(dashboard).toMatchObject({
      managed: true,
      coreMigrationVersion: '8.8.0',
      typeMigrationVersion: '8.9.0',
    });
    expect(parsed(dashboard.attributes['panelsJSON'])).toEqual(fileOf('dashboard').attributes['panelsJSON']);
    const { visState } = setup.kibana.object('visualization/runlens-progress').attributes;
    const { params } = parsed(visState) as { params: { spec: string } };
    expect(params.spec).toMatch(/^\{\n {2}"\$schema"/);
    const { fieldFormatMap } = setup.kibana.object('index-pattern/runlens-experiments').attributes;
    expect(fieldFormatMap).toContain(`"${OUTPUTS}/{{rawValue}}"`);
    const objects = [...(setup.kibana.spaces.get('default')?.values() ?? [])];
    const tags = objects.map(({ references }) => references.filter(({ type }) => type === 'tag'));
    const fingerprint = {
      type: 'tag',
      id: 'runlens',
      name: expect.stringMatching(/^tag-ref-runlens-[\w-]{22}$/),
    };
    expect(tags).toEqual([[], ...Array.from({ length: 5 }, () => [fingerprint])]);
  });

  test('changes nothing the second time', async () => {
    await setup.run();
    setup.kibana.writes.length = 0;
    const result = await setup.run();
    expect(actionsOf(result)).toEqual(all('unchanged'));
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(setup.kibana.writes).toEqual([]);
  });

  test('updates what ships in another form now, and that alone', async () => {
    await setup.run();
    await setup.shipped.ship(
      DASHBOARD_FILES.map((file) =>
        file.type === 'search' ? { ...file, attributes: { ...file.attributes, columns: ['project'] } } : file,
      ),
    );
    expect(actionsOf(await setup.run())).toEqual({ ...all('unchanged'), 'search runlens-runs': 'updated' });
    expect(setup.kibana.object('search/runlens-runs').attributes['columns']).toEqual(['project']);
    expect(actionsOf(await setup.run())).toEqual(all('unchanged'));
  });

  test('restores what was deleted', async () => {
    await setup.run();
    setup.kibana.spaces.get('default')?.delete('visualization/runlens-progress');
    expect(actionsOf(await setup.run())).toMatchObject({
      'visualization runlens-progress': 'created',
      'dashboard runlens-overview': 'unchanged',
    });
  });

  test('without outputs.base_url says what will be missing, and shows paths', async () => {
    const result = await setup.run([], { RUNLENS_OUTPUTS_BASE_URL: '' });
    expect(result.stderr).toContain('RUNLENS_OUTPUTS_BASE_URL');
    expect(setup.kibana.object('index-pattern/runlens-experiments').attributes['fieldFormatMap']).toBe('{}');
  });

  test('--dry-run writes nothing and says what it would', async () => {
    const result = await setup.run(['--dry-run']);
    expect(actionsOf(result)).toEqual(all('created'));
    expect(result.stderr).toBe('Nothing was written (--dry-run).\n');
    expect(setup.kibana.writes).toEqual([]);
    expect(setup.kibana.spaces.get('default')?.size).toBe(0);
    const table = await setup.run(['--dry-run', '--format', 'table']);
    expect(table.stdout).toMatch(/^tag +runlens +would create$/m);
    expect(table.stdout).not.toContain('created');
  });

  test('--editable makes them so, and without it they are managed again', async () => {
    await setup.run(['--editable']);
    expect(setup.kibana.object('dashboard/runlens-overview').managed).toBe(false);
    expect(actionsOf(await setup.run(['--editable']))).toEqual(all('unchanged'));
    const planned = await setup.run(['--dry-run']);
    expect(planned.stderr).toMatch(/^6 objects that were editable would be managed: .* --editable /);
    const again = await setup.run();
    expect(actionsOf(again)).toEqual(all('updated'));
    expect(again.stderr).toMatch(/^6 objects that were editable are managed now: .* --editable /);
    expect(setup.kibana.object('dashboard/runlens-overview').managed).toBe(true);
    expect((await setup.run()).stderr).toBe('');
  });

  test('in a table and as CSV', async () => {
    expect((await setup.run(['--format', 'csv'])).stdout).toMatch(
      /^kind,id,action\r?\ntag,runlens,created\r?\n/,
    );
  });
});

describe('names', () => {
  test('--prefix stands in ids, index names, titles and the tag', async () => {
    expect(actionsOf(await setup.run(['--prefix', 'team']))).toEqual(all('created', 'team'));
    expect(content()).not.toContain('runlens');
    expect(setup.kibana.object('dashboard/team-overview').attributes['title']).toBe(
      '[Runlens team] Overview',
    );
    expect(setup.kibana.object('index-pattern/team-experiments').attributes).toMatchObject({
      title: 'team-experiments',
      name: '[Runlens team] experiments',
    });
    expect(setup.kibana.object('tag/team').attributes['name']).toBe('team');
    expect(setup.kibana.object('visualization/team-progress').attributes['visState']).toContain(
      'team-experiments',
    );
    expect(actionsOf(await setup.run(['--prefix', 'team']))).toEqual(all('unchanged', 'team'));
  });

  test('--space stands in ids, because they are unique over all spaces, and in nothing else', async () => {
    setup.kibana.spaces.set('lab', new Map());
    await setup.run();
    const result = await setup.run(['--space', 'lab']);
    expect(actionsOf(result)).toEqual(all('created', 'runlens-lab'));
    expect(setup.kibana.writes.at(-1)).toBe('POST /s/lab/api/saved_objects/_import?overwrite=true');
    expect(result.stderr).toContain(`${setup.kibana.url}/s/lab/app/dashboards#/view/runlens-lab-overview`);
    const view = setup.kibana.object('index-pattern/runlens-lab-experiments', 'lab');
    expect(view.attributes['title']).toBe('runlens-experiments');
    expect(content('lab')).not.toMatch(/"id":"runlens(?!-lab)/);
    expect(actionsOf(await setup.run(['--space', 'lab']))).toEqual(all('unchanged', 'runlens-lab'));
    expect(actionsOf(await setup.run(['--space', 'default']))).toEqual(all('unchanged'));
  });

  test('that another space has already: what Kibana stores under random ids is taken back', async () => {
    setup.kibana.spaces.set('a-b', new Map()).set('b', new Map());
    await setup.run(['--prefix', 'q', '--space', 'a-b']);
    const { exitCode, stdout, stderr } = await setup.run(['--prefix', 'q-a', '--space', 'b']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/random ids; they were deleted again.*--prefix[^]*dashboard\/q-a-b-overview/);
    expect(setup.kibana.spaces.get('b')?.size).toBe(0);
    expect(setup.kibana.spaces.get('a-b')?.size).toBe(6);
  });
});
