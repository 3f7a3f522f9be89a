import { describe, expect, test } from 'vitest';
import { lintEdited, lintWith, LINKS, OVERVIEW, RANKING, TABLE, WORST } from '../fixture/broken.ts';

describe('references', () => {
  test('one to an object that is not there', () => {
    expect(lintWith(LINKS, 'references.0.id', 'runlens-gone')).toEqual([
      `${LINKS} | reference "link_l1_dashboard" | There is no dashboard/runlens-gone.json: write it, or refer to one that exists.`,
    ]);
  });

  test.each([
    ['a layer', 'table:indexpattern-datasource-layer-L1', 'panel table', 'index-pattern'],
    ['a control', 'controlGroup_project:optionsListDataView', 'control "Project"', 'index-pattern'],
    [
      'a drilldown',
      'ranking:drilldown:DASHBOARD_TO_DASHBOARD_DRILLDOWN:e1:dashboardId',
      'panel ranking, drilldown "Open the run"',
      'dashboard',
    ],
    ['a panel', 'progress:panel_progress', 'panel progress', 'visualization'],
  ])('%s lacks its own', (_what, name, where, type) => {
    const said = lintEdited((objects) => {
      const overview = objects.get(OVERVIEW);
      if (overview) overview.references = overview.references.filter((reference) => reference.name !== name);
    });
    expect(said).toContain(
      `${OVERVIEW} | ${where} | A reference "${name}" to a ${type} is missing: add it to the object's references.`,
    );
  });

  test.each([
    [WORST, 'its data view', 'kibanaSavedObjectMeta.searchSourceJSON.index', 'index-pattern'],
    [LINKS, 'link l1 "Overview"', 'link_l1_dashboard', 'dashboard'],
  ])('%s lacks its own', (file, where, name, type) => {
    expect(lintWith(file, 'references', [])).toContain(
      `${file} | ${where} | A reference "${name}" to a ${type} is missing: add it to the object's references.`,
    );
  });

  test('a layer whose panel does not name it', () => {
    expect(lintWith(OVERVIEW, `${TABLE}.references`, [])).toEqual([
      `${OVERVIEW} | panel table "table", layer L1 | The panel's own attributes.references lack "indexpattern-datasource-layer-L1": without it Kibana drops the data view.`,
    ]);
  });

  test('a panel and its dashboard that name different data views', () => {
    expect(lintWith(OVERVIEW, `${RANKING}.references.0.id`, 'runlens-images-best')).toContain(
      `${OVERVIEW} | panel ranking "ranking" | The panel's reference "indexpattern-datasource-layer-L1" to runlens-images-best is not among the dashboard's: add "ranking:indexpattern-datasource-layer-L1" to it.`,
    );
  });

  test('one to an object of the wrong type', () => {
    const [name, type, id] = ['progress:panel_progress', 'search', 'runlens-worst'];
    expect(lintWith(OVERVIEW, 'references.5', { name, type, id })).toEqual([
      `${OVERVIEW} | panel progress | The reference "${name}" leads to a search: it must lead to a visualization.`,
    ]);
  });

  test('a name twice', () => {
    const [name, type, id] = ['images:panel_images', 'search', 'runlens-worst'];
    expect(lintWith(OVERVIEW, 'references.8', { name, type, id })).toEqual([
      `${OVERVIEW} | reference "${name}" | 2 references have this name: keep one.`,
    ]);
  });

  test('one that is left over', () => {
    const left = { type: 'tag', id: 'runlens', name: 'tag-ref-runlens' };
    expect(lintWith(OVERVIEW, 'references.8', left)).toEqual([
      `${OVERVIEW} | reference "tag-ref-runlens" | Nothing in the object uses this reference: take it away.`,
    ]);
  });
});
