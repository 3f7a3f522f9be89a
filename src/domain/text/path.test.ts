import { expect, test } from 'vitest';
import { formatPath } from './path.ts';

test.each([
  [[], ''],
  [['metrics', 'validation', 'accuracy'], 'metrics.validation.accuracy'],
  [['images', 3, 'id'], 'images[3].id'],
  [[0, 'id'], '[0].id'],
  [[0, 1], '[0][1]'],
  [['metrics', 'a.b'], 'metrics["a.b"]'],
  [['metrics', 'mAP50-95(B)'], 'metrics["mAP50-95(B)"]'],
  [['a b'], '["a b"]'],
  [['say "so"', 'x'], '["say \\"so\\""].x'],
  [[''], '[""]'],
  [['7'], '["7"]'],
  [['top-1', '_x', '$y', 'größe'], 'top-1._x.$y.größe'],
])('%j is written %s', (path, written) => {
  expect(formatPath(path)).toBe(written);
});
