import { expect, test } from 'vitest';
import { lintWith, OVERVIEW } from '../fixture/broken.ts';

const PATH = 'attributes.panelsJSON.5.embeddableConfig.savedVis.params.markdown';

test.each([
  ['See https://example.com/docs', 'a URL', 'https://example.com/docs'],
  ['See [the run](run)', 'a link', '](run)'],
  ['Open /app/dashboards now', 'a path of Kibana', '/app/dashboards now'],
  ['Open runlens-overview', 'an id', 'runlens-overview'],
])('%s', (text, what, excerpt) => {
  expect(lintWith(OVERVIEW, PATH, text)).toEqual([
    `${OVERVIEW} | panel note "note" | The text has ${what} ("${excerpt}"): link with a links panel or a drilldown.`,
  ]);
});

test('text that only tells something is good', () => {
  expect(lintWith(OVERVIEW, PATH, '**Pick one project** [above], or run `runlens best`.')).toEqual([]);
});
