import { describe, expect, test } from 'vitest';
import { readImage, readSeries } from './rows.ts';

function image(parts: Record<string, unknown>) {
  return readImage({ id: 'a', split: 'val', metrics: { iou: 0.5 }, ...parts }, 'digits/svm.json');
}

function series(parts: Record<string, unknown>) {
  return readSeries({ name: 'demand', split: 'test', timestamps: ['2026-01-01'], ...parts });
}

describe('an image row', () => {
  test('has its split by the usual name, and its pictures below the watched folder', () => {
    expect(image({ input: 'in.png', target: 's3://b/t.png', output: null }).rows).toEqual([
      {
        id: 'a',
        split: 'validation',
        metrics: new Map([['iou', 0.5]]),
        nonfinite: [],
        attributes: new Map(),
        input: 'digits/in.png',
        target: 's3://b/t.png',
      },
    ]);
  });

  test.each([
    ['seven', 'seven'],
    [7, '7'],
    [7.5, '7.5'],
    [true, 'true'],
    [2n ** 64n, '18446744073709551616'],
    ['', ''],
    [null, undefined],
  ])('labels and predictions are text: %s', (label, text) => {
    expect(image({ label, prediction: label }).rows[0]).toMatchObject({ label: text, prediction: text });
  });

  test('a metric that is not finite leaves its row without a value, and is kept by name', () => {
    const metrics = { z: Number.NaN, iou: 0.5, a: -Infinity, big: 2n ** 60n };
    const reading = image({ metrics });
    expect(reading.problems).toEqual([]);
    expect(reading.rows[0]?.metrics).toEqual(
      new Map([
        ['iou', 0.5],
        ['big', 2 ** 60],
      ]),
    );
    expect(reading.rows[0]?.nonfinite).toEqual(['a', 'z']);
  });

  test('attributes are flat; those that are null are not there, and what is no number for Elasticsearch is text', () => {
    const attributes = { night: true, site: 'A', area: 1.5, id: 2n ** 60n, snr: Infinity, none: null };
    expect(image({ attributes }).rows[0]?.attributes).toEqual(
      new Map<string, string | number | boolean>([
        ['night', true],
        ['site', 'A'],
        ['area', 1.5],
        ['id', '1152921504606846976'],
        ['snr', 'Infinity'],
      ]),
    );
    expect(image({ attributes: { nested: {} } }).problems).toEqual([
      {
        path: ['attributes', 'nested'],
        message: 'expected a string, a number or a boolean, found an object',
      },
    ]);
  });

  test('is bad as a whole or not at all; an unknown key is only warned of', () => {
    expect(image({ metrics: { iou: '0.5' }, id: '' })).toMatchObject({
      rows: [],
      problems: [{ path: ['id'] }, { path: ['metrics', 'iou'] }],
    });
    expect(image({ lable: 1 })).toMatchObject({
      rows: [{ id: 'a' }],
      problems: [],
      warnings: [{ path: ['lable'], message: expect.stringContaining('"label"') }],
    });
    for (const value of [null, [], 'a', 7]) expect(readImage(value, 'a.json').problems).toHaveLength(1);
  });
});

function point(timestamp: string) {
  return { name: 'demand', split: 'test', entity: 'x', timestamp };
}

describe('a series row', () => {
  test('is many points; numbers that are not finite are absent', () => {
    const timestamps = ['2026-01-01', '2026-01-02T00:00:00+01:00', Date.UTC(2026, 0, 3)];
    const row = { timestamps, entity: 'x', target: [1, Number.NaN, 3], prediction: [1, 2, Infinity] };
    expect(series(row).rows).toEqual([
      { ...point('2026-01-01T00:00:00.000Z'), target: 1, prediction: 1 },
      { ...point('2026-01-01T23:00:00.000Z'), prediction: 2 },
      { ...point('2026-01-03T00:00:00.000Z'), target: 3 },
    ]);
  });

  test('may be empty, and needs none of its arrays', () => {
    expect(series({ timestamps: [], target: [] })).toEqual({ rows: [], problems: [], warnings: [] });
    expect(series({ lower: null }).rows).toHaveLength(1);
  });

  test('has arrays of one length, and times with a zone', () => {
    expect(series({ upper: [1, 2] })).toMatchObject({
      rows: [],
      problems: [{ path: ['upper'], message: expect.stringMatching('2 values for 1 timestamps') }],
    });
    expect(series({ timestamps: ['2026-01-01T00:00:00'] }).problems).toMatchObject([
      { path: ['timestamps', 0], message: expect.stringMatching('no time zone') },
    ]);
    expect(series({ timestamps: undefined }).problems).toEqual([
      { path: ['timestamps'], message: 'is required' },
    ]);
  });
});
