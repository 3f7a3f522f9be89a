import { describe, expect, it } from 'vitest';
import { formatNumber, formatValue, oneLine, wrap } from './text.ts';

describe('formatNumber', () => {
  it.each([
    [0.983286908077994, '0.983287'],
    [3.673184, '3.673184'],
    [1, '1'],
    [0.0167135, '0.016713'],
    [0.5, '0.5'],
    [-0.25, '-0.25'],
    [0, '0'],
    [-0, '0'],
    [1234567.123456789, '1234567.123457'],
    [0.9999999, '1'],
    [0.0001, '0.0001'],
    [0.00003, '0.00003'],
    [1.23456789e-9, '1.23457e-9'],
    [1e300, '1e+300'],
    [Number.NaN, 'NaN'],
  ])('shows %d as %s', (value, shown) => {
    expect(formatNumber(value)).toBe(shown);
  });
});

describe('formatValue', () => {
  it.each([
    [undefined, '–'],
    [null, '–'],
    ['', '–'],
    [[], '–'],
    [0, '0'],
    [false, 'false'],
    ['text', 'text'],
    [['a', 0.12345678], 'a, 0.123457'],
    [{ a: 1 }, '{"a":1}'],
  ])('shows %j as %s', (value, shown) => {
    expect(formatValue(value)).toBe(shown);
  });
});

describe('oneLine', () => {
  it('takes out what would move the cursor', () => {
    expect(oneLine('a\r\nb\u001b]0;title\u0007c\u2028d')).toBe('a b ]0;title c d');
  });
});

describe('wrap', () => {
  it.each([
    ['', 5, ['']],
    ['short', 5, ['short']],
    ['two words', 5, ['two', 'words']],
    ['unbreakable', 4, ['unbr', 'eaka', 'ble']],
    ['äöü€😀x', 5, ['äöü€😀', 'x']],
  ])('breaks %j at %d', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});
