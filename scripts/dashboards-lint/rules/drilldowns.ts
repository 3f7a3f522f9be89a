import { panelsOf } from '../panels.ts';
import type { Problem, Rule } from '../rule.ts';

const TO_DASHBOARD = 'DASHBOARD_TO_DASHBOARD_DRILLDOWN';

/** A click leads to a dashboard: other drilldowns need a licence, or know addresses. */
export const drilldowns: Rule = (world) =>
  panelsOf(world).flatMap(({ file, where, panel }) => {
    const events = panel.embeddableConfig.enhancements?.dynamicActions?.events ?? [];
    const ids = events.map(({ eventId }) => eventId);
    return events.flatMap(({ eventId, action, triggers }, position): Problem[] =>
      [
        ...(action.factoryId === TO_DASHBOARD
          ? []
          : [`${action.factoryId} is not in every licence: use ${TO_DASHBOARD}.`]),
        ...(triggers.length === 1 && triggers[0] === 'FILTER_TRIGGER'
          ? []
          : [
              `Its triggers are ${triggers.join(', ')}: FILTER_TRIGGER is the one that a drilldown to a dashboard has.`,
            ]),
        ...(ids.indexOf(eventId) === position
          ? []
          : [`Another drilldown of the panel has the id ${eventId}.`]),
      ].map((message) => ({ file, where: `${where}, drilldown "${action.name}"`, message })),
    );
  });
