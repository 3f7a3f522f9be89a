import { describe, expect, test } from 'vitest';
import { lintEdited, lintWith, PROGRESS, SPEC } from '../fixture/broken.ts';

test.each(['https://vega.github.io/schema/vega-lite/v6.json', undefined])('the schema %s', (schema) => {
  expect(lintWith(PROGRESS, `${SPEC}.$schema`, schema)).toEqual([
    `${PROGRESS} | $schema | It is ${JSON.stringify(schema)}: declare https://vega.github.io/schema/vega/v5.json or vega-lite/v5.json.`,
  ]);
});

describe('what Vega says', () => {
  test('warnings of Vega-Lite', () => {
    const [said, ...others] = lintWith(PROGRESS, `${SPEC}.encoding.y.type`, 'quantity');
    expect(others).toEqual([]);
    expect(said).toMatch(
      /^visualization\/runlens-progress.json \| spec \| Vega says: .*Change the spec until it says nothing\.$/,
    );
    expect(said).toContain('Invalid field type');
  });

  test('errors of Vega-Lite', () => {
    expect(lintWith(PROGRESS, `${SPEC}.mark`, undefined)[0]).toContain(
      '| spec | Vega says: Invalid specification',
    );
  });

  test.each([
    ['datum.x +', 'Unexpected'],
    ['noSuchFunction(1)', 'Unrecognized function: noSuchFunction'],
  ])('errors of Vega: %s', (expression, message) => {
    expect(lintWith(PROGRESS, `${SPEC}.transform`, [{ filter: expression }])[0]).toContain(message);
  });

  test('nothing of the functions and settings that Kibana adds', () => {
    const said = lintEdited((objects) => {
      const { visState } = objects.get(PROGRESS)!.attributes as { visState: { params: { spec: object } } };
      visState.params.spec = {
        $schema: 'https://vega.github.io/schema/vega/v5.json',
        config: { kibana: { renderer: 'svg' } },
        signals: [
          {
            name: 'clicked',
            on: [{ events: 'click', update: "kibanaAddFilter({match_all: {}}, 'runlens')" }],
          },
        ],
      };
    });
    expect(said).toEqual([]);
  });
});

describe('what Kibana blocks', () => {
  test('data from elsewhere', () => {
    expect(lintWith(PROGRESS, `${SPEC}.data.url`, 'https://example.com/data.json')).toContain(
      `${PROGRESS} | data.url | It loads https://example.com/data.json: Kibana blocks it, ask Elasticsearch with {index, body}.`,
    );
  });

  test('images', () => {
    expect(lintWith(PROGRESS, `${SPEC}.mark.type`, 'image')).toContain(
      `${PROGRESS} | mark.type | Kibana blocks images in Vega: show pictures in a saved search.`,
    );
  });

  test('links', () => {
    expect(lintWith(PROGRESS, `${SPEC}.encoding.href`, { value: 'x' })).toContain(
      `${PROGRESS} | encoding.href | Kibana blocks links in Vega: lead there with a drilldown or links.`,
    );
  });

  test.each(['https://example.com/a.png', 'data:image/png;base64,AAAA'])('the address %s', (address) => {
    expect(lintWith(PROGRESS, `${SPEC}.description`, address)).toEqual([
      `${PROGRESS} | description | It has an address in it (${address}): Kibana blocks it, take it away.`,
    ]);
  });
});
