import { describe, expect, test } from 'vitest';
import { lintWith, OVERVIEW, PROGRESS } from '../fixture/broken.ts';

const PANELS = 'attributes.panelsJSON';

describe('a panel that is', () => {
  test('Lens by reference', () => {
    expect(lintWith(OVERVIEW, `${PANELS}.0.panelRefName`, 'panel_ranking')).toContain(
      `${OVERVIEW} | panel ranking "ranking" | It is Lens by reference, which breaks when copied between spaces: keep its attributes in the panel.`,
    );
  });

  test('Lens without anything', () => {
    expect(lintWith(OVERVIEW, `${PANELS}.1.embeddableConfig`, {})).toContain(
      `${OVERVIEW} | panel table "table" | It is Lens without attributes: put them into embeddableConfig.`,
    );
  });

  test('of a kind that does not last', () => {
    expect(lintWith(OVERVIEW, `${PANELS}.5.type`, 'map')).toEqual([
      `${OVERVIEW} | panel note "note" | Its type is map: use lens, visualization (vega or markdown), search or links.`,
    ]);
  });

  test.each(['metrics', 'histogram', 'vega'])('%s by value', (type) => {
    expect(lintWith(OVERVIEW, `${PANELS}.5.embeddableConfig.savedVis.type`, type)).toEqual([
      `${OVERVIEW} | panel note "note" | It is ${type} by value: only markdown and lens may be; refer to an object (panelRefName).`,
    ]);
  });
});

test.each(['metrics', 'table', 'timelion'])('a visualization of type %s', (type) => {
  expect(lintWith(PROGRESS, 'attributes.visState.type', type)).toEqual([
    `${PROGRESS} | visState.type | It is a visualization of type ${type}: only vega with a spec stays; make it a Lens panel.`,
  ]);
});
