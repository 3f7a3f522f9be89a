import { expect, test } from 'vitest';
import { withTables, type DescribedIndex } from './page.ts';

const START = '<!-- Generated from mappings/ by "npm run indices": do not edit. -->';
const END = '<!-- End of what is generated. -->';

const scores: DescribedIndex = {
  index: 'scores',
  fields: [{ path: 'value', type: 'double', search: 'unindexed' }],
  described: { document: 'score', fields: { value: { meaning: '|v|.', unit: 'm' } } },
};

test('what lies between the marks is made anew, and nothing else', () => {
  expect(withTables(`before\n\n${START}\n\nstale\n\n${END}\nafter`, [scores])).toBe(
    [
      'before',
      START,
      '### scores',
      'One document per score.',
      [
        '| field   | type                | unit | meaning |',
        '| ------- | ------------------- | ---- | ------- |',
        '| `value` | double, not indexed | m    | \\|v\\|.  |',
      ].join('\n'),
      `${END}\nafter`,
    ].join('\n\n'),
  );
});

test.each(['', START, END, `${END} ${START}`])('a page with %j instead of the marks is refused', (page) => {
  expect(() => withTables(page, [scores])).toThrow('has not both of');
});
