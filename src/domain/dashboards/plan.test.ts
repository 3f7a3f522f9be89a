import { describe, expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { DASHBOARD_FILES, fileOf } from '../../../test/support/dashboard-files.ts';
import { desiredObjects, type Installation, toSent } from './desired.ts';
import { plan } from './plan.ts';
import { OBJECT_TYPES, type SavedObjectFile, StoredObject } from './saved-object.ts';

const INSTALLATION: Installation = { prefix: 'runlens', space: 'default', editable: false };
const OPTIONS = { tagId: 'runlens', digest, force: false };

function desiredOf(files: readonly SavedObjectFile[], change: Partial<Installation> = {}) {
  return desiredObjects(files, { ...INSTALLATION, ...change }, digest);
}

function storedOf(files: readonly SavedObjectFile[], change?: Partial<Installation>): StoredObject[] {
  return desiredOf(files, change).map((object) => StoredObject.parse(structuredClone(toSent(object))));
}

function renamed(file: SavedObjectFile): SavedObjectFile {
  return {
    ...file,
    attributes: { ...file.attributes, title: 'New' },
  };
}

const dashboard = fileOf('dashboard');

type Change = { [Key in keyof StoredObject]?: StoredObject[Key] | undefined };

/** The action for the one dashboard. */
function actionOf(stored: Change, file = dashboard, force = false) {
  const [installed] = storedOf([dashboard]);
  const objects = [{ ...installed, ...stored } as StoredObject];
  return plan(desiredOf([file]), { objects, tagged: [] }, { ...OPTIONS, force })[0]?.action;
}

test('objects come after those that they refer to', () => {
  const types = desiredOf(DASHBOARD_FILES).map(({ type }) => type);
  expect(types).toEqual(OBJECT_TYPES);
});

describe('a stored object', () => {
  const plainTag = [...dashboard.references, { type: 'tag', id: 'runlens', name: 'tag-ref-runlens' }];
  const mine = { ...dashboard.attributes, title: 'Mine' };
  const newer = { typeMigrationVersion: '10.3.0' };

  test.each<[string, Change, SavedObjectFile, string]>([
    ['as installed', {}, dashboard, 'unchanged'],
    ['as installed, and ours is new', {}, renamed(dashboard), 'updated'],
    ['with other attributes', { attributes: mine }, dashboard, 'edited'],
    ['with other attributes, and ours is new', { attributes: mine }, renamed(dashboard), 'edited'],
    ['with other attributes, migrated', { attributes: mine, ...newer }, dashboard, 'unchanged'],
    [
      'with other attributes, migrated, and ours is new',
      { attributes: mine, ...newer },
      renamed(dashboard),
      'updated',
    ],
    [
      'saved by an editor, migrated',
      { attributes: mine, references: plainTag, ...newer },
      dashboard,
      'edited',
    ],
    ['saved by an editor, but as it was', { references: plainTag }, dashboard, 'updated'],
    [
      'changed to what ours is now',
      { attributes: renamed(dashboard).attributes },
      renamed(dashboard),
      'updated',
    ],
    ['of an older form, edited', { attributes: mine, typeMigrationVersion: '8.0.0' }, dashboard, 'edited'],
    ['not managed', { managed: false }, dashboard, 'updated'],
    ['not said to be managed', { managed: undefined }, dashboard, 'updated'],
    ['without references', { references: [] }, dashboard, 'edited'],
  ])('%s', (_, stored, file, expected) => {
    expect(actionOf(stored, file)).toBe(expected);
    expect(actionOf(stored, file, true)).toBe(expected === 'edited' ? 'updated' : expected);
  });
});

const old: SavedObjectFile = { ...dashboard, id: 'runlens-old' };
const oldSearch: SavedObjectFile = { ...fileOf('search'), id: 'runlens-old' };

function pruned(tagged: StoredObject[], force = false) {
  return plan(
    desiredOf(DASHBOARD_FILES),
    { objects: storedOf(DASHBOARD_FILES), tagged },
    { ...OPTIONS, force },
  )
    .filter(({ action }) => action !== 'unchanged')
    .map(({ type, id, action }) => `${type}/${id} ${action}`);
}

describe('what does not ship any more', () => {
  test('is deleted, what refers to others first; what ships is not', () => {
    const tagged = storedOf([oldSearch, old, ...DASHBOARD_FILES]);
    expect(pruned(tagged)).toEqual(['dashboard/runlens-old deleted', 'search/runlens-old deleted']);
  });

  test('of other prefixes, spaces and types, and copies, are left alone', () => {
    const [installed] = storedOf([old]);
    if (installed === undefined) throw new Error('must be there');
    expect(
      pruned([
        ...storedOf([old], { prefix: 'other' }),
        ...storedOf([old], { space: 'lab' }),
        { ...installed, type: 'lens' },
        { ...installed, originId: 'runlens-old', id: 'random' },
      ]),
    ).toEqual([]);
  });

  test('is kept when edited, but not for being migrated', () => {
    const [installed] = storedOf([old]);
    if (installed === undefined) throw new Error('must be there');
    const edited = { ...installed, attributes: { title: 'Mine' } };
    expect(pruned([edited])).toEqual(['dashboard/runlens-old edited']);
    expect(pruned([edited], true)).toEqual(['dashboard/runlens-old deleted']);
    expect(pruned([{ ...edited, typeMigrationVersion: '10.3.0' }])).toEqual([
      'dashboard/runlens-old deleted',
    ]);
  });
});
