import { expect, it } from 'vitest';
import { chooseStyle } from './style.ts';

it('colours on a terminal only, and not against NO_COLOR', () => {
  expect(chooseStyle(true, {})('red', 'x')).toBe('\u001b[31mx\u001b[39m');
  expect(chooseStyle(true, { NO_COLOR: '' })('red', 'x')).toBe('\u001b[31mx\u001b[39m');
  expect(chooseStyle(true, { NO_COLOR: '1' })('red', 'x')).toBe('x');
  expect(chooseStyle(false, {})('red', 'x')).toBe('x');
});
