import { describe, expect, it } from 'vitest';
import { FORMATS } from './format.ts';
import { printReport, type Report } from './report.ts';

const ESCAPE = '\u001b[2J';

it('lets no control character of a title, a note or an empty table through', async () => {
  const report: Report = {
    type: 'result',
    exitCode: 0,
    json: {},
    sections: [
      { title: `one${ESCAPE}\n`, columns: [{ key: 'a', title: `a${ESCAPE}` }], rows: [{ a: 1 }] },
      { title: 'two', columns: [], rows: [], empty: `none${ESCAPE}` },
    ],
    notes: [`first${ESCAPE}\nsecond${ESCAPE}\n`, `third${ESCAPE}`],
  };
  expect(await printReport(report, 'table', 80)).toEqual({
    exitCode: 0,
    stdout: 'one [2J \na [2J\n    1\n\ntwo\nnone [2J\n',
    stderr: 'first [2J\nsecond [2J\nthird [2J\n',
  });
});

function reportOf(rows: object[]): Report {
  return {
    type: 'result',
    exitCode: 0,
    json: {},
    sections: [
      { columns: [{ key: 'a', title: 'a' }], rows: rows as Record<string, unknown>[], empty: 'none' },
    ],
    notes: ['note'],
    remarks: ['remark'],
  };
}

function besides(rows: object[]) {
  return Promise.all(
    FORMATS.map(async (format) => [format, (await printReport(reportOf(rows), format, 80)).stderr]),
  );
}

describe('what is said beside the result', () => {
  it('is not what JSON says in a field', async () => {
    expect(await besides([{ a: 1 }])).toEqual([
      ['table', 'note\nremark\n'],
      ['json', 'note\n'],
      ['csv', 'note\nremark\n'],
    ]);
  });

  it('is why CSV has no row, which a table says in its place', async () => {
    expect(await besides([])).toEqual([
      ['table', 'note\nremark\n'],
      ['json', 'note\n'],
      ['csv', 'note\nremark\nnone\n'],
    ]);
  });
});
