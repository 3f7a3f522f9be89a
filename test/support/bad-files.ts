/** Files that something is wrong with, one kind each, and what is to be said of them. */

import { gzipSync } from 'node:zlib';

export type BadFile = {
  path: string;
  content: string | Uint8Array;
  /** What the first error must say, and where it must stand. */
  error: { message: RegExp; path?: string; line?: number; column?: number; file?: string };
  /** Files beside it. */
  beside?: Record<string, string>;
};

function good(id: string, extra: object = {}) {
  return {
    schema: 'runlens.run/1',
    run: { id, ended_at: '2026-01-01T00:00:00Z' },
    metrics: { validation: { accuracy: 0.5 } },
    ...extra,
  };
}

/** A good run as text of several lines, one key a line at the top. */
export function goodRun(id: string, extra: object = {}): string {
  return JSON.stringify(good(id, extra), null, 2);
}

function lines(...text: string[]) {
  return text.join('\n');
}

const whole = goodRun('whole');

function image(id: string) {
  return `{"id":"${id}","split":"validation","metrics":{"iou":0.5}}`;
}

/** A run whose metrics are these lines of text; they begin on line 4. */
function withMetrics(id: string, ...text: string[]) {
  return lines(
    '{',
    '  "schema": "runlens.run/1",',
    `  "run": {"id": "${id}", "ended_at": "2026-01-01T00:00:00Z"},`,
    ...text,
    '}',
  );
}

export const BAD_FILES: readonly BadFile[] = [
  { path: 'empty.json', content: '', error: { message: /empty/i } },
  { path: 'white-space.json', content: ' \n\t \r\n', error: { message: /empty|white space|nothing/i } },
  {
    path: 'truncated.json',
    content: whole.slice(0, 60),
    error: { message: /ends|truncated|end of/i, line: 4 },
  },
  { path: 'not-json.json', content: 'accuracy = 0.9\n', error: { message: /./, line: 1, column: 1 } },
  {
    path: 'trailing-comma.json',
    content: withMetrics('trailing-comma', '  "metrics": {"validation": {"accuracy": 0.5,}}'),
    error: { message: /comma|"}"|property/i, line: 4 },
  },
  {
    path: 'invalid-utf-8.json',
    content: Buffer.concat([
      Buffer.from('{"schema":\n"runlens.run/1", "x": "'),
      Buffer.from([0xe9]),
      Buffer.from('t"}'),
    ]),
    error: { message: /UTF-8/, line: 2 },
  },
  {
    path: 'utf-16-garbage.json',
    content: Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x00, 0xd8, 0x20, 0x00, 0x7d, 0x00]),
    error: { message: /UTF-16/ },
  },
  { path: 'zeros.json', content: new Uint8Array(4096), error: { message: /zero/ } },
  { path: 'array.json', content: `[${whole}]`, error: { message: /object/ } },
  { path: 'no-schema.json', content: '{"accuracy": 0.9}', error: { message: /schema/ } },
  {
    path: 'unknown-schema.json',
    content: '{"schema": "somebody.else/3"}',
    error: { message: /somebody\.else\/3.*runlens\.run\/1/ },
  },
  {
    path: 'newer.json',
    content: goodRun('newer').replace('runlens.run/1', 'runlens.run/2'),
    error: { message: /newer/, path: 'schema', line: 2 },
  },
  {
    path: 'text-for-number.json',
    content: withMetrics('text-for-number', '  "metrics": {', '    "validation": {"accuracy": "0.9"}', '  }'),
    error: { message: /number/, path: 'metrics.validation.accuracy', line: 5, column: 32 },
  },
  {
    path: 'duplicate-key.json',
    content: withMetrics('duplicate-key', '  "metrics": {"validation": {"accuracy": 0.5, "accuracy": 0.6}}'),
    error: { message: /twice|again|duplicate|already|before/i, line: 4 },
  },
  {
    path: 'too-large-number.json',
    content: withMetrics('too-large-number', '  "metrics": {"validation": {"accuracy": 1e400}}'),
    error: { message: /1e400|too large|range/i, line: 4 },
  },
  {
    path: 'deep.json',
    content: `{"schema":"runlens.run/1","hyperparameters":${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}}`,
    error: { message: /deep|nest/i, line: 1 },
  },
  {
    path: 'no-metrics.json',
    content: '{"schema": "runlens.run/1", "run": {"id": "no-metrics"}}',
    error: { message: /required|missing|metrics/i, path: 'metrics' },
  },
  {
    path: 'duplicate-metric.json',
    content: withMetrics(
      'duplicate-metric',
      '  "metrics": [',
      '    {"name": "accuracy", "split": "validation", "value": 0.5},',
      '    {"name": "accuracy", "split": "val", "value": 0.6}',
      '  ]',
    ),
    error: { message: /same|twice|already|again|before/i, line: 6 },
  },
  {
    path: 'no-zone.json',
    content: goodRun('no-zone').replace('00:00:00Z', '00:00:00'),
    error: { message: /zone/, path: 'run.ended_at', line: 5 },
  },
  {
    path: 'unknown-status.json',
    content: goodRun('unknown-status', { run: { id: 'unknown-status', status: 'done' } }),
    error: { message: /completed/, path: 'run.status', line: 5 },
  },
  {
    path: 'images-missing.json',
    content: goodRun('images-missing', { images_file: 'nowhere.ndjson' }),
    error: { message: /nowhere\.ndjson/, path: 'images_file', line: 12 },
  },
  {
    path: 'images-bad-line.json',
    content: goodRun('images-bad-line', { images_file: 'bad-line.images.ndjson' }),
    beside: { 'bad-line.images.ndjson': lines(image('a'), image('b'), '{"id": "c", "split":', image('d')) },
    error: { message: /./, file: 'bad/bad-line.images.ndjson', line: 3 },
  },
  {
    path: 'images-bad-row.json',
    content: goodRun('images-bad-row', { images_file: 'bad-row.images.ndjson' }),
    beside: { 'bad-row.images.ndjson': lines(image('a'), image('b').replace('0.5', '"0.5"')) },
    error: { message: /number/, path: 'metrics.iou', file: 'bad/bad-row.images.ndjson', line: 2 },
  },
  {
    path: 'images-outside.json',
    content: goodRun('images-outside', { images_file: '../../outside.ndjson' }),
    error: { message: /outside/, path: 'images_file', line: 12 },
  },
  {
    path: 'unequal-series.json',
    content: goodRun('unequal-series', {
      series: [
        { name: 'gdp', split: 'validation', timestamps: ['2026-01-01T00:00:00Z'], prediction: [1, 2] },
      ],
    }),
    error: { message: /length|timestamps|2/, path: 'series[0].prediction' },
  },
  {
    path: 'prototype.json',
    content: withMetrics('prototype', '  "metrics": {"validation": {"accuracy": 0.5, "__proto__": 0.5}}'),
    error: { message: /__proto__.*reserved/, path: 'metrics.validation.__proto__', line: 4, column: 47 },
  },
  { path: 'not-gzip.json.gz', content: whole, error: { message: /unpacked|gzip/ } },
  {
    path: 'half-gzip.json.gz',
    content: gzipSync(whole).subarray(0, 60),
    error: { message: /too early/ },
  },
  {
    path: 'image-without-id.json',
    content: goodRun('image-without-id', { images: [{ split: 'validation', metrics: { iou: 1 } }] }),
    error: { message: /required|id/, path: 'images[0].id' },
  },
];
