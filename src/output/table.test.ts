import { describe, expect, it } from 'vitest';
import { chooseStyle } from './style.ts';
import { type Column, renderTable } from './table.ts';

const columns: Column[] = [
  { key: 'rank', title: 'rank' },
  { key: 'name', title: 'run' },
  { key: 'value', title: 'accuracy' },
  { key: 'is_record', title: 'record', format: (value) => (value === true ? 'yes' : '') },
];

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

describe('renderTable', () => {
  it('aligns columns under a header, numbers to the right', () => {
    const rows = [
      { rank: 1, name: 'forest-007', value: 0.98328691, is_record: true },
      { rank: 10, name: 'mlp', value: 1 },
      { rank: 100, name: 'logreg', value: null },
    ];
    expect(renderTable(columns, rows)).toBe(
      [
        'rank  run         accuracy  record',
        '   1  forest-007  0.983287  yes',
        '  10  mlp                1',
        ' 100  logreg             –',
        '',
      ].join('\n'),
    );
  });

  it('is a header line when there are no rows', () => {
    expect(renderTable(columns, [])).toBe('rank  run  accuracy  record\n');
  });

  it('aligns as it is told', () => {
    const rows = [{ a: 'x', b: 1 }];
    expect(
      renderTable(
        [
          { key: 'a', title: 'text', align: 'right' },
          { key: 'b', title: 'number', align: 'left' },
        ],
        rows,
      ),
    ).toBe('text  number\n   x  1\n');
  });

  it('breaks long text within its column, never numbers', () => {
    const rows = [
      {
        value: 0.123456,
        path: 'runs/a/very/long/path/of/a/run.json',
        why: 'must be a number, but is a string',
      },
    ];
    const shown = renderTable(
      [
        { key: 'value', title: 'value' },
        { key: 'path', title: 'file' },
        { key: 'why', title: 'reason' },
      ],
      rows,
      { width: 50 },
    );
    expect(shown).toBe(
      [
        '   value  file                 reason',
        '0.123456  runs/a/very/long/pa  must be a number,',
        '          th/of/a/run.json     but is a string',
        '',
      ].join('\n'),
    );
  });

  it('breaks between words before it breaks within one', () => {
    const rows = [{ key: 'elasticsearch.request_timeout_seconds', why: 'must be a number of seconds' }];
    const keys = [
      { key: 'key', title: 'key' },
      { key: 'why', title: 'reason' },
    ];
    expect(renderTable(keys, rows, { width: 58 })).toBe(
      [
        'key                                    reason',
        'elasticsearch.request_timeout_seconds  must be a number of',
        '                                       seconds',
        '',
      ].join('\n'),
    );
  });

  it('stays within 100 columns unless told otherwise', () => {
    const rows = [{ a: 'y'.repeat(300), b: 'x'.repeat(150), n: 123456 }];
    const keys = [
      { key: 'a', title: 'a' },
      { key: 'b', title: 'b' },
      { key: 'n', title: 'n' },
    ];
    expect(widest(renderTable(keys, rows))).toBe(100);
    expect(widest(renderTable(keys, rows, { width: 1000 }))).toBe(300 + 2 + 150 + 2 + 6);
  });

  it('gives up narrowing where nothing could be read any more', () => {
    const keys = Array.from({ length: 20 }, (_, index) => ({ key: `k${index}`, title: `title ${index}` }));
    expect(renderTable(keys, [{ k0: 'x'.repeat(40) }]).split('\n')[1]).toMatch(/^x{12} /);
  });

  it('lets no control character through', () => {
    const shown = renderTable([{ key: 'name', title: 'name' }], [{ name: 'a\u001b[2Jb\nc' }]);
    expect(shown).toBe('name\na [2Jb c\n');
    expect(renderTable([{ key: 'name', title: 'na\u001b[2Jme' }], [])).toBe('na [2Jme\n');
  });

  it('emphasises the header on a terminal without moving the columns', () => {
    const style = chooseStyle(true, {});
    const shown = renderTable(columns, [{ rank: 1, name: 'forest-007', value: 1 }], { style });
    expect(shown).toBe(
      '\u001b[1mrank\u001b[22m  \u001b[1mrun\u001b[22m         \u001b[1maccuracy\u001b[22m  \u001b[1mrecord\u001b[22m\n' +
        '   1  forest-007         1\n',
    );
  });
});
