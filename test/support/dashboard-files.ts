/** Small objects in the form of the files under `kibana/`: one of every type. */

import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SavedObjectFile } from '../../src/domain/dashboards/saved-object.ts';

const CORE = '8.8.0';

const LENS = {
  title: '',
  visualizationType: 'lnsMetric',
  state: { visualization: { layerId: 'L1', layerType: 'data', metricAccessor: 'm' } },
  references: [
    { type: 'index-pattern', id: 'runlens-experiments', name: 'indexpattern-datasource-layer-L1' },
  ],
};

export const DASHBOARD_FILES: readonly SavedObjectFile[] = [
  {
    type: 'dashboard',
    id: 'runlens-overview',
    attributes: {
      title: '[Runlens] Overview',
      description: 'All of it',
      version: 1,
      timeRestore: true,
      timeFrom: 'now-90d',
      timeTo: 'now',
      optionsJSON: { useMargins: true },
      kibanaSavedObjectMeta: { searchSourceJSON: { query: { language: 'kuery', query: '' }, filter: [] } },
      controlGroupInput: {
        controlStyle: 'oneLine',
        chainingSystem: 'HIERARCHICAL',
        ignoreParentSettingsJSON: { ignoreFilters: false },
        panelsJSON: {
          c1: { type: 'optionsListControl', order: 0, explicitInput: { id: 'c1', fieldName: 'project' } },
        },
      },
      panelsJSON: [
        {
          version: '8.12.0',
          type: 'lens',
          gridData: { x: 0, y: 0, w: 24, h: 10, i: 'p1' },
          panelIndex: 'p1',
          embeddableConfig: { attributes: LENS },
        },
        {
          version: '8.12.0',
          type: 'visualization',
          gridData: { x: 24, y: 0, w: 24, h: 10, i: 'p2' },
          panelIndex: 'p2',
          panelRefName: 'panel_p2',
          embeddableConfig: {},
        },
      ],
    },
    references: [
      { type: 'index-pattern', id: 'runlens-experiments', name: 'p1:indexpattern-datasource-layer-L1' },
      { type: 'visualization', id: 'runlens-progress', name: 'p2:panel_p2' },
      { type: 'index-pattern', id: 'runlens-experiments', name: 'controlGroup_c1:optionsListDataView' },
    ],
    coreMigrationVersion: CORE,
    typeMigrationVersion: '8.9.0',
  },
  {
    type: 'tag',
    id: 'runlens',
    attributes: { name: 'runlens', description: 'Results', color: '#54B399' },
    references: [],
    coreMigrationVersion: CORE,
    typeMigrationVersion: '8.0.0',
  },
  {
    type: 'index-pattern',
    id: 'runlens-experiments',
    attributes: {
      title: 'runlens-experiments',
      name: '[Runlens] experiments',
      timeFieldName: 'run.ended_at',
      allowNoIndex: true,
      fields: [],
      typeMeta: {},
      fieldAttrs: { 'run.name': { customLabel: 'Run' } },
      fieldFormatMap: {
        'input.path': { id: 'url', params: { type: 'img', urlTemplate: '{{outputs_base_url}}{{rawValue}}' } },
      },
    },
    references: [],
    coreMigrationVersion: CORE,
    typeMigrationVersion: '8.0.0',
  },
  {
    type: 'visualization',
    id: 'runlens-progress',
    attributes: {
      title: '[Runlens] Progress',
      description: '',
      version: 1,
      uiStateJSON: {},
      visState: {
        title: '[Runlens] Progress',
        type: 'vega',
        aggs: [],
        params: {
          spec: {
            $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
            data: { url: { index: 'runlens-experiments', '%context%': true, body: { size: 10 } } },
            mark: 'line',
          },
        },
      },
      kibanaSavedObjectMeta: { searchSourceJSON: { query: { language: 'kuery', query: '' }, filter: [] } },
    },
    references: [],
    coreMigrationVersion: CORE,
    typeMigrationVersion: '8.5.0',
  },
  {
    type: 'search',
    id: 'runlens-runs',
    attributes: {
      title: '[Runlens] Runs',
      columns: ['run.name'],
      sort: [['run.ended_at', 'desc']],
      kibanaSavedObjectMeta: {
        searchSourceJSON: { filter: [], indexRefName: 'kibanaSavedObjectMeta.searchSourceJSON.index' },
      },
    },
    references: [
      {
        type: 'index-pattern',
        id: 'runlens-experiments',
        name: 'kibanaSavedObjectMeta.searchSourceJSON.index',
      },
    ],
    coreMigrationVersion: CORE,
    typeMigrationVersion: '8.0.0',
  },
  {
    type: 'links',
    id: 'runlens-navigation',
    attributes: {
      title: '[Runlens] Navigation',
      layout: 'horizontal',
      links: [{ id: 'l1', type: 'dashboardLink', order: 0, destinationRefName: 'link_l1_dashboard' }],
    },
    references: [{ type: 'dashboard', id: 'runlens-overview', name: 'link_l1_dashboard' }],
    coreMigrationVersion: CORE,
  },
];

export function fileOf(type: string): SavedObjectFile {
  const file = DASHBOARD_FILES.find((candidate) => candidate.type === type);
  if (file === undefined) throw new Error(`There is no ${type} among the files.`);
  return file;
}

export type Package = {
  folder: URL;
  /** The objects that ship with it from now on. */
  ship: (files: readonly SavedObjectFile[]) => Promise<void>;
  remove: () => Promise<void>;
};

/** A package that ships other objects than the real one. */
export async function createPackage(files = DASHBOARD_FILES): Promise<Package> {
  const folder = await mkdtemp(join(tmpdir(), 'runlens-package-'));
  await cp(new URL('../../package.json', import.meta.url), join(folder, 'package.json'));

  async function ship(shipped: readonly SavedObjectFile[]): Promise<void> {
    await rm(join(folder, 'kibana'), { recursive: true, force: true });
    for (const file of shipped) {
      await mkdir(join(folder, 'kibana', file.type), { recursive: true });
      await writeFile(join(folder, 'kibana', file.type, `${file.id}.json`), JSON.stringify(file));
    }
  }

  await ship(files);
  return {
    folder: pathToFileURL(`${folder}/`),
    ship,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
