import { expect, test } from 'vitest';
import { lintEdited, lintWith, OVERVIEW } from '../fixture/broken.ts';

const EVENTS = 'attributes.panelsJSON.0.embeddableConfig.enhancements.dynamicActions.events';
const where = `${OVERVIEW} | panel ranking "ranking", drilldown "Open the run"`;

test('to a URL', () => {
  expect(lintWith(OVERVIEW, `${EVENTS}.0.action.factoryId`, 'URL_DRILLDOWN')).toContain(
    `${where} | URL_DRILLDOWN is not in every licence: use DASHBOARD_TO_DASHBOARD_DRILLDOWN.`,
  );
});

test('at another trigger', () => {
  expect(lintWith(OVERVIEW, `${EVENTS}.0.triggers`, ['VALUE_CLICK_TRIGGER'])).toEqual([
    `${where} | Its triggers are VALUE_CLICK_TRIGGER: FILTER_TRIGGER is the one that a drilldown to a dashboard has.`,
  ]);
});

test('an id twice', () => {
  const said = lintEdited((objects) => {
    const [panel] = objects.get(OVERVIEW)!.attributes['panelsJSON'] as [
      { embeddableConfig: { enhancements: { dynamicActions: { events: object[] } } } },
    ];
    const { events } = panel.embeddableConfig.enhancements.dynamicActions;
    events.push({ ...events[0] });
  });
  expect(said).toEqual([`${where} | Another drilldown of the panel has the id e1.`]);
});
