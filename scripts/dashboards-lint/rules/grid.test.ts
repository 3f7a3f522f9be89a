import { expect, test } from 'vitest';
import { lintEdited, lintWith, LINKS, OVERVIEW } from '../fixture/broken.ts';

const PANELS = 'attributes.panelsJSON';

test('a panel beyond the right edge', () => {
  expect(lintWith(OVERVIEW, `${PANELS}.1.gridData.x`, 1)).toEqual([
    `${OVERVIEW} | panel table | It lies at x 1, y 10, 48 wide and 10 high: keep it within the grid's 48 columns.`,
  ]);
});

test('panels that overlap', () => {
  expect(lintWith(OVERVIEW, `${PANELS}.1.gridData.y`, 9)).toEqual([
    `${OVERVIEW} | panel table | It overlaps panel ranking: move one of them.`,
  ]);
});

test('a panel with two ids', () => {
  expect(lintWith(OVERVIEW, `${PANELS}.1.gridData.i`, 'other')).toEqual([
    `${OVERVIEW} | panel table | gridData.i is other: make it the panelIndex, table.`,
  ]);
});

test('an id that two panels have', () => {
  const note = { markdown: 'Note' };
  const said = lintWith(OVERVIEW, `${PANELS}.6`, {
    version: '8.12.0',
    type: 'visualization',
    panelIndex: 'note',
    gridData: { x: 0, y: 60, w: 8, h: 8, i: 'note' },
    embeddableConfig: { savedVis: { type: 'markdown', params: note } },
  });
  expect(said).toEqual([`${OVERVIEW} | panel note | There are 2 of this id: give each its own.`]);
});

test('a control whose id is not its key', () => {
  const path = 'attributes.controlGroupInput.panelsJSON.project.explicitInput.id';
  expect(lintWith(OVERVIEW, path, 'other')).toContain(
    `${OVERVIEW} | control project | explicitInput.id is other: make it the control's key, project.`,
  );
});

test('controls in the same place', () => {
  const path = 'attributes.controlGroupInput.panelsJSON.time';
  expect(lintWith(OVERVIEW, path, { type: 'timeSlider', order: 0, explicitInput: { id: 'time' } })).toEqual([
    `${OVERVIEW} | order of controls 0 | There are 2 of this id: give each its own.`,
  ]);
});

test('links of the same id, in the same place', () => {
  const said = lintEdited((objects) => {
    const links = objects.get(LINKS)?.attributes['links'] as object[];
    links.push({ ...links[0] });
  });
  expect(said).toEqual([
    `${LINKS} | link l1 | There are 2 of this id: give each its own.`,
    `${LINKS} | order of links 0 | There are 2 of this id: give each its own.`,
  ]);
});
