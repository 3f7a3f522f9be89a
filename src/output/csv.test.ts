import { expect, it } from 'vitest';
import { renderCsv } from './csv.ts';

const columns = [{ key: 'name' }, { key: 'value' }];

function csv(...rows: Record<string, unknown>[]): string {
  return renderCsv(columns, rows);
}

it('has a header line, CRLF, full precision, and nothing for what is missing', () => {
  const rows = [
    { name: 'a', value: 0.983286908077994 },
    { name: 'b', value: -1e-7 },
    { name: null, other: 'not shown' },
  ];
  expect(csv(...rows)).toBe('name,value\r\na,0.983286908077994\r\nb,-1e-7\r\n,\r\n');
});

it('is a header line when there are no rows', () => {
  expect(csv()).toBe('name,value\r\n');
});

it('quotes commas, quotes and line breaks', () => {
  expect(csv({ name: 'a,"b"\nc', value: true })).toBe('name,value\r\n"a,""b""\nc",true\r\n');
});

it('writes lists and objects as JSON', () => {
  expect(csv({ name: ['a'], value: { b: 1 } })).toBe('name,value\r\n"[""a""]","{""b"":1}"\r\n');
});

it.each(['=1+1', '+cmd', '-cmd|x', '@SUM(A1)', '\tx', '-1-1', '+', '-'])(
  'makes text of the formula %j',
  (name) => {
    expect(csv({ name, value: 1 })).toBe(`name,value\r\n'${name},1\r\n`);
  },
);

it('makes text of a formula in quotes, and in the header', () => {
  expect(csv({ name: '=A1,"b"' })).toBe(`name,value\r\n"'=A1,""b""",\r\n`);
  expect(renderCsv([{ key: '=key' }], [])).toBe("'=key\r\n");
});

it.each(['-1', '+1.5', '-.5', '-1e-7'])('leaves the number %s alone, though written as text', (name) => {
  expect(csv({ name, value: -2 })).toBe(`name,value\r\n${name},-2\r\n`);
});
