import { expect, test } from 'vitest';
import { parsePortsFile } from './ports-file.ts';

test('the first address is taken', () => {
  expect(parsePortsFile('127.0.0.1:45151\n')).toBe('127.0.0.1:45151');
  expect(parsePortsFile('[::1]:9200\n127.0.0.1:9201\n')).toBe('[::1]:9200');
});

test('nothing usable is no address', () => {
  expect(parsePortsFile('')).toBeUndefined();
  expect(parsePortsFile('127.0.0.1:')).toBeUndefined();
  expect(parsePortsFile('127.0.0.1:0')).toBeUndefined();
  expect(parsePortsFile('::1:9200')).toBeUndefined();
});
