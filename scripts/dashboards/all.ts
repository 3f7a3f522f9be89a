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
import { NAVIGATION, NAVIGATION_PLAIN } from './dashboard.ts';
import { navigation } from './links.ts';
import { savedObject, type SavedObject } from './saved-object.ts';
import { searches } from './searches.ts';
import { bestSoFar } from './vega/best-so-far.ts';
import { daysSinceRecord } from './vega/days-since-record.ts';
import { forecast } from './vega/forecast.ts';
import { progress } from './vega/progress.ts';
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

const titleOf = ({ attributes }: SavedObject) => String(attributes['title']).replace('[Runlens] ', '');

const targets = dashboards.map((dashboard) => ({ id: dashboard.id, title: titleOf(dashboard) }));

export const objects: SavedObject[] = [
  tag,
  ...dataViews,
  ...searches,
  bestSoFar,
  daysSinceRecord,
  forecast,
  progress,
  trainValidation,
  // What files are about is not filtered by what runs are.
  navigation(NAVIGATION, targets, ({ id }) => id !== ingest.id),
  navigation(NAVIGATION_PLAIN, targets, () => false),
  ...dashboards,
];
