import { expect, test } from 'vitest';
import { problemsOf } from './descriptions.ts';
import type { MappedField } from './mapped-fields.ts';

const fields: MappedField[] = [
  { path: 'split', type: 'keyword', search: 'indexed' },
  { path: 'value', type: 'double', search: 'indexed' },
];
const split = { meaning: 'The split.' };
const value = { meaning: 'The value.', unit: 'of the metric' };

function problems(described: Record<string, { meaning: string; unit?: string }>): string[] {
  return problemsOf('scores', fields, { document: 'score', fields: described });
}

test('a description for each field, with the unit of each number: no problem', () => {
  expect(problems({ split, value })).toEqual([]);
});

test.each([
  ['a field without a description', { value }, 'describe the field split'],
  ['a description without a field', { split, value, step: split }, 'remove step'],
  ['a number without a unit', { split, value: split }, 'give the unit of value'],
])('%s is named', (_, described, problem) => {
  expect(problems(described)).toEqual([expect.stringContaining(`mappings/scores/fields.json: ${problem}`)]);
});
