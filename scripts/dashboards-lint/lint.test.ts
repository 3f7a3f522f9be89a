import { describe, expect, test } from 'vitest';
import { lintGood, lintWith, OVERVIEW, WORST } from './fixture/broken.ts';
import { lintDashboards } from './lint.ts';

describe('lintDashboards', () => {
  test('says nothing of good objects', () => {
    expect(lintGood()).toEqual([]);
  });

  test('does not pass an empty folder', () => {
    expect(lintDashboards([], [])).toMatchObject([{ message: expect.stringContaining('no object') }]);
  });

  test('names a file that is not JSON', () => {
    expect(lintDashboards([{ file: 'tag/runlens.json', content: '{' }], [])).toMatchObject([
      { file: 'tag/runlens.json', where: '', message: expect.stringMatching(/^It is not JSON: /) },
    ]);
  });

  test.each([
    [OVERVIEW, 'attributes.sections', 'sections'],
    [OVERVIEW, 'attributes.controlGroupInput.showApplySelections', 'showApplySelections'],
    [WORST, 'attributes.headerRowHeight', 'headerRowHeight'],
    [WORST, 'managed', 'managed'],
  ])('an attribute that Kibana 8.12 does not know: %s %s', (file, path, key) => {
    const where = path.split('.').slice(0, -1).join('.');
    expect(lintWith(file, path, true)).toContain(
      `${file} | ${where} | Kibana 8.12 does not know "${key}" here and refuses it: leave it out.`,
    );
  });

  test('an attribute of the wrong shape', () => {
    expect(lintWith(WORST, 'attributes.sort', ['primary.score', 'asc'])[0]).toContain(
      `${WORST} | attributes.sort.0 | It does not have the shape that Kibana 8.12 takes: `,
    );
  });
});
