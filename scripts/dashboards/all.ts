/** Every object that ships. */

import { dataViews } from './data-views.ts';
import { forecasts } from './dashboards/forecasts.ts';
import { images } from './dashboards/images.ts';
import { ingest } from './dashboards/ingest.ts';
import { leaderboardDashboard } from './dashboards/leaderboard.ts';
import { overview } from './dashboards/overview.ts';
import { progressDashboard } from './dashboards/progress.ts';
import { runDashboard } from './dashboards/run.ts';
import { splits } from './dashboards/splits.ts';
import { NAVIGATION, NAVIGATION_OF_FILES } from './dashboard.ts';
import { navigation } from './links.ts';
import { savedObject, type SavedObject } from './saved-object.ts';
import { searches } from './searches.ts';
import { bestSoFar } from './vega/best-so-far.ts';
import { daysSinceRecord } from './vega/days-since-record.ts';
import { forecast } from './vega/forecast.ts';
import { progress } from './vega/progress.ts';
import { records } from './vega/records.ts';
import { trainValidation } from './vega/train-validation.ts';

const tag = savedObject('tag', 'runlens', {
  name: 'runlens',
  description: 'Results of machine-learning runs',
  color: '#54B399',
});

const dashboards = [
  overview,
  leaderboardDashboard,
  progressDashboard,
  splits,
  images,
  runDashboard,
  forecasts,
  ingest,
];

function titleOf({ attributes }: SavedObject) {
  return String(attributes['title']).replace('[Runlens] ', '');
}

const targets = dashboards.map((dashboard) => ({ id: dashboard.id, title: titleOf(dashboard) }));

export const objects: SavedObject[] = [
  tag,
  ...dataViews,
  ...searches,
  bestSoFar,
  daysSinceRecord,
  forecast,
  progress,
  records,
  trainValidation,
  // A file that was refused says no project, and its time is when it was seen: no filter of runs goes to the files.
  navigation({ id: NAVIGATION, title: 'Navigation' }, targets, ({ id }) => ({
    filters: id !== ingest.id,
    time: id !== ingest.id,
  })),
  navigation({ id: NAVIGATION_OF_FILES, title: 'Navigation from the files' }, targets, () => ({
    filters: true,
    time: false,
  })),
  ...dashboards,
];
