import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { startProgress } from './progress.ts';

function terminal(isTTY: boolean) {
  return Object.assign(new PassThrough(), { isTTY, columns: 100 });
}

function written(stream: PassThrough): string {
  return String(stream.read() ?? '');
}

it('is silent where there is no terminal', () => {
  const stream = terminal(false);
  const progress = startProgress({ stream, isTerminal: false, total: 10 });
  progress.update(5, 'a.json');
  progress.stop();
  expect(written(stream)).toBe('');
});

it('draws a bar with counts and detail, and clears it at the end', () => {
  const stream = terminal(true);
  const progress = startProgress({ stream, isTerminal: true, total: 10 });
  expect(written(stream)).toContain('░ 0%  0/10');
  progress.update(5, 'runs/a\n.json');
  progress.stop();
  const text = written(stream);
  expect(text).toContain(`${'█'.repeat(15)}${'░'.repeat(15)} 50%  5/10  runs/a .json`);
  expect(text.endsWith('\u001b[2K')).toBe(true);
});
