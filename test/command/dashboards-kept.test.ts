/** `setup-dashboards` where Kibana has objects already: what it keeps, and what it takes away. */

import { beforeEach, describe, expect, test } from 'vitest';
import { DASHBOARD_FILES, fileOf } from '../support/dashboard-files.ts';
import {
  actionsOf,
  all,
  asSavedByAnEditor,
  retitled,
  useDashboardSetup,
} from '../support/dashboard-setup.ts';
import type { Saved } from '../support/kibana-imports.ts';

const setup = useDashboardSetup();

describe('what people did in Kibana', () => {
  test('to an object is kept and named, and --force overwrites it', async () => {
    await setup.run();
    setup.edit('dashboard/runlens-overview', (object) => asSavedByAnEditor(retitled('Mine')(object)));
    // The editor of data views leaves references alone.
    setup.edit('index-pattern/runlens-experiments', retitled('mine-*'));
    const expected = {
      ...all('unchanged'),
      'dashboard runlens-overview': 'edited',
      'data view runlens-experiments': 'edited',
    };
    const kept = await setup.run();
    expect(actionsOf(kept)).toEqual(expected);
    expect(kept.exitCode).toBe(0);
    expect(kept.stderr).toMatch(
      /^Kept.*data view runlens-experiments, dashboard runlens-overview\. .*clone.*--force/,
    );
    expect(kept.stderr).not.toContain('Open ');
    expect(setup.kibana.object('dashboard/runlens-overview').attributes['title']).toBe('Mine');

    const forced = await setup.run(['--force']);
    expect(actionsOf(forced)).toMatchObject({
      'dashboard runlens-overview': 'updated',
      'data view runlens-experiments': 'updated',
    });
    expect(forced.stderr).not.toContain('Kept');
    expect(setup.kibana.object('dashboard/runlens-overview').attributes['title']).toBe('[Runlens] Overview');
    expect(actionsOf(await setup.run())).toEqual(all('unchanged'));
  });

  test('is kept also when the object ships in another form now', async () => {
    await setup.run();
    setup.edit('search/runlens-runs', (object) => asSavedByAnEditor(retitled('Mine')(object)));
    await setup.shipped.ship(
      DASHBOARD_FILES.map((file) => ({ ...file, attributes: { ...file.attributes, description: 'New.' } })),
    );
    expect(actionsOf(await setup.run())).toMatchObject({
      'search runlens-runs': 'edited',
      'dashboard runlens-overview': 'updated',
    });
  });

  test('to the tag is kept', async () => {
    await setup.run();
    setup.edit('tag/runlens', (object) => ({
      ...object,
      attributes: { ...object.attributes, color: '#000000' },
    }));
    expect(actionsOf(await setup.run())).toEqual({ ...all('unchanged'), 'tag runlens': 'edited' });
    expect(actionsOf(await setup.run(['--force']))).toEqual({
      ...all('unchanged'),
      'tag runlens': 'updated',
    });
  });

  test('without editing, such as using a field or opening and saving as it was, does not count', async () => {
    await setup.run();
    setup.edit('index-pattern/runlens-experiments', (object) => ({
      ...object,
      attributes: {
        ...object.attributes,
        fieldAttrs: '{"project":{"count":2},"run.name":{"count":1,"customLabel":"Run"}}',
        allowHidden: false,
        runtimeFieldMap: '{}',
      },
    }));
    expect(actionsOf(await setup.run())).toEqual(all('unchanged'));
    setup.edit('dashboard/runlens-overview', asSavedByAnEditor);
    // The fingerprint was lost: it is put back.
    expect(actionsOf(await setup.run())).toEqual({
      ...all('unchanged'),
      'dashboard runlens-overview': 'updated',
    });
    expect(actionsOf(await setup.run())).toEqual(all('unchanged'));
  });

  test('tags of their own are no edit and survive an update', async () => {
    await setup.run();
    const theirs = { type: 'tag', id: 'theirs', name: 'tag-ref-theirs' };
    setup.edit('dashboard/runlens-overview', (object) => ({
      ...object,
      references: [...object.references, theirs],
    }));
    expect(actionsOf(await setup.run())).toEqual(all('unchanged'));
    await setup.run(['--editable']);
    expect(setup.kibana.object('dashboard/runlens-overview').references).toContainEqual(theirs);
    expect(actionsOf(await setup.run(['--editable']))).toEqual(all('unchanged'));
  });

  test('an object of one of our ids that was never installed is not overwritten', async () => {
    const foreign = { type: 'search', id: 'runlens-runs', attributes: { title: 'Foreign' }, references: [] };
    setup.kibana.spaces.get('default')?.set('search/runlens-runs', foreign);
    expect(actionsOf(await setup.run())).toEqual({ ...all('created'), 'search runlens-runs': 'edited' });
    expect(setup.kibana.object('search/runlens-runs')).toEqual(foreign);
  });
});

describe('--prune', () => {
  test('deletes what was installed and does not ship any more, and nothing else', async () => {
    const old = { ...fileOf('dashboard'), id: 'runlens-old' };
    const oldView = { ...fileOf('index-pattern'), id: 'runlens-old' };
    await setup.shipped.ship([...DASHBOARD_FILES, old, oldView]);
    await setup.run();
    await setup.shipped.ship(DASHBOARD_FILES);
    const byHand: Saved = {
      type: 'dashboard',
      id: 'by-hand',
      attributes: { title: 'By hand' },
      references: [{ type: 'tag', id: 'runlens', name: 'tag-ref-runlens' }],
    };
    const space = setup.kibana.spaces.get('default');
    space?.set('dashboard/by-hand', byHand);
    const copy = { ...setup.kibana.object('dashboard/runlens-old'), id: 'copy', originId: 'runlens-old' };
    space?.set('dashboard/copy', copy);

    expect(actionsOf(await setup.run())).toEqual(all('unchanged'));
    const dry = await setup.run(['--prune', '--dry-run']);
    const pruned = {
      ...all('unchanged'),
      'dashboard runlens-old': 'deleted',
      'data view runlens-old': 'deleted',
    };
    expect(actionsOf(dry)).toEqual(pruned);
    expect(space?.has('dashboard/runlens-old')).toBe(true);

    setup.kibana.writes.length = 0;
    expect(actionsOf(await setup.run(['--prune']))).toEqual(pruned);
    // What refers to others goes first.
    expect(setup.kibana.writes).toEqual([
      'DELETE /api/saved_objects/dashboard/runlens-old',
      'DELETE /api/saved_objects/index-pattern/runlens-old',
    ]);
    expect([...(space?.keys() ?? [])]).toEqual(
      expect.arrayContaining(['dashboard/by-hand', 'dashboard/copy']),
    );
    expect(actionsOf(await setup.run(['--prune']))).toEqual(all('unchanged'));
  });

  test('keeps what was edited, unless forced', async () => {
    await setup.shipped.ship([...DASHBOARD_FILES, { ...fileOf('index-pattern'), id: 'runlens-old' }]);
    await setup.run();
    await setup.shipped.ship(DASHBOARD_FILES);
    setup.edit('index-pattern/runlens-old', retitled('mine-*'));
    const kept = await setup.run(['--prune']);
    expect(actionsOf(kept)).toEqual({ ...all('unchanged'), 'data view runlens-old': 'edited' });
    expect(kept.stderr).toContain('data view runlens-old');
    expect(actionsOf(await setup.run(['--prune', '--force']))).toMatchObject({
      'data view runlens-old': 'deleted',
    });
  });

  test('leaves other prefixes alone', async () => {
    await setup.run(['--prefix', 'other']);
    expect(actionsOf(await setup.run(['--prune']))).toEqual(all('created'));
    expect(actionsOf(await setup.run(['--prune', '--prefix', 'other']))).toEqual(all('unchanged', 'other'));
  });
});

describe('a newer Kibana, which writes objects in its own form', () => {
  beforeEach(() => {
    setup.kibana.version = '9.1.0-SNAPSHOT';
    setup.kibana.migrate = (object) =>
      object.type === 'dashboard' || object.type === 'links'
        ? {
            ...object,
            attributes: { ...object.attributes, title: object.attributes['title'], sections: [] },
            references: object.references.map((reference) =>
              reference.type === 'tag' ? reference : { ...reference, name: `${reference.name}:new` },
            ),
            typeMigrationVersion: '10.3.0',
          }
        : object;
  });

  test('is set up once, and then everything is unchanged', async () => {
    expect(actionsOf(await setup.run())).toEqual(all('created'));
    expect(actionsOf(await setup.run())).toEqual(all('unchanged'));
  });

  test('edits are kept, updates and prunes still work', async () => {
    await setup.shipped.ship([...DASHBOARD_FILES, { ...fileOf('dashboard'), id: 'runlens-old' }]);
    await setup.run();
    setup.edit('links/runlens-navigation', asSavedByAnEditor);
    await setup.shipped.ship(
      DASHBOARD_FILES.map((file) => ({ ...file, attributes: { ...file.attributes, description: 'New.' } })),
    );
    expect(actionsOf(await setup.run(['--prune']))).toMatchObject({
      'links runlens-navigation': 'edited',
      'dashboard runlens-overview': 'updated',
      'dashboard runlens-old': 'deleted',
    });
  });
});
