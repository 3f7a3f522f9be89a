import { describe, expect, test } from 'vitest';
import { DASHBOARD_FILES, fileOf } from '../../../test/support/dashboard-files.ts';
import { personalise, WHOLE_URLS } from './personalise.ts';

const NORMAL = { prefix: 'runlens', space: 'default' };

describe('the default names', () => {
  test.each(DASHBOARD_FILES.map((file) => [file.type, file] as const))('change nothing: %s', (_, file) => {
    const { id, attributes, references } = personalise(file, NORMAL, 'x');
    expect({ id, references }).toEqual({ id: file.id, references: file.references });
    // The base of pictures was filled in.
    const filled = JSON.stringify(file.attributes).replace('{{outputs_base_url}}', 'x/');
    expect(attributes).toEqual(JSON.parse(filled));
  });
});

describe('other names', () => {
  const naming = { prefix: 'p', space: 's' };

  test('in references, also within panels', () => {
    const { id, attributes, references } = personalise(fileOf('dashboard'), naming, undefined);
    expect(id).toBe('p-s-overview');
    expect(references.map((reference) => reference.id)).toEqual([
      'p-s-experiments',
      'p-s-progress',
      'p-s-experiments',
    ]);
    expect(JSON.stringify(attributes)).toContain(
      '"id":"p-s-experiments","name":"indexpattern-datasource-layer-L1"',
    );
  });

  test('in the index of a Vega spec, wherever it stands, and in both titles', () => {
    const file = fileOf('visualization');
    const spec = { layer: [{ data: { url: { index: 'runlens-a,other,runlens-b' } } }], url: 'runlens-a' };
    const visState = { title: '[Runlens] X', params: { spec } };
    const { attributes } = personalise(
      { ...file, attributes: { title: '[Runlens] X', visState } },
      naming,
      undefined,
    );
    expect(attributes).toEqual({
      title: '[Runlens p] X',
      visState: {
        title: '[Runlens p] X',
        params: { spec: { layer: [{ data: { url: { index: 'p-a,other,p-b' } } }], url: 'runlens-a' } },
      },
    });
  });

  test('a word that only begins alike is not ours', () => {
    const file = { ...fileOf('search'), references: [{ type: 'search', id: 'runlensish', name: 'n' }] };
    expect(personalise(file, naming, undefined).references).toEqual(file.references);
    const titled = { ...file, attributes: { title: 'About [Runlens] things' } };
    expect(personalise(titled, naming, undefined).attributes).toEqual(titled.attributes);
  });
});

function formatsWith(base: string | undefined) {
  return personalise(fileOf('index-pattern'), NORMAL, base).attributes['fieldFormatMap'];
}

function template(base: string) {
  const attributes = formatsWith(base);
  return /"urlTemplate":"([^"]*)"/.exec(JSON.stringify(attributes))?.[1];
}

describe('pictures', () => {
  test.each([
    ['https://f/o', 'https://f/o/{{rawValue}}'],
    ['https://f/o///', 'https://f/o/{{rawValue}}'],
    ['https://f/$&', 'https://f/$&/{{rawValue}}'],
    [WHOLE_URLS, '{{rawValue}}'],
  ])('with the base %j', (base, expected) => {
    expect(template(base)).toBe(expected);
  });

  test('without a base are paths, in rows as tall as text', () => {
    expect(formatsWith('x')).toHaveProperty(['input.path']);
    expect(formatsWith(undefined)).not.toHaveProperty(['input.path']);
    const visualization = { rowHeight: 'custom', rowHeightLines: 4, layerId: 'L1' };
    const file = { ...fileOf('dashboard'), attributes: { panelsJSON: [{ visualization }] } };
    expect(personalise(file, NORMAL, 'x').attributes).toEqual(file.attributes);
    expect(personalise(file, NORMAL, undefined).attributes).toEqual({
      panelsJSON: [{ visualization: { rowHeight: 'auto', layerId: 'L1' } }],
    });
  });
});
