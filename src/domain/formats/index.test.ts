import { describe, expect, test } from 'vitest';
import { trialFormat } from '../../../test/support/trial-format.ts';
import { createFormats, formats } from './index.ts';
import { runlensFormat } from './runlens/format.ts';

const several = createFormats([trialFormat, runlensFormat]);

/** The formats that are tried for a source of these files. */
function names(path: string, ...files: string[]): string[] {
  const claiming = several.claiming({ path, files: files.map((file) => ({ path: file })) });
  return claiming.map(({ name }) => name);
}

describe('a file belongs to a source', () => {
  test('of the first format that claims it', () => {
    const claiming = { ...runlensFormat, member: () => ({ source: 'all', role: 'any' }) };
    expect(createFormats([claiming, runlensFormat]).memberOf('p/a.json')?.source).toBe('all');
    expect(createFormats([runlensFormat, claiming]).memberOf('p/a.json')?.source).toBe('p/a.json');
  });

  test.each(['.p/a.json', 'p/.hidden/a.json', 'p/.a.json', 'p/.x.trial/summary.txt', 'p/a.txt'])(
    '%s belongs to none',
    (path) => {
      expect(several.memberOf(path)).toBeUndefined();
    },
  );
});

describe('a source is tried', () => {
  test('as the formats that claim one of its files, the most specific first', () => {
    expect(names('p/a.trial', 'p/a.trial/summary.txt')).toEqual(['trial']);
    expect(names('p/a.json', 'p/a.json')).toEqual(['runlens']);
  });

  test('as all formats, where its name says nothing', () => {
    expect(names('p/notes.txt', 'p/notes.txt')).toEqual(['trial', 'runlens']);
  });
});

describe('a stored original', () => {
  const context = { path: 'p/a', modifiedAt: '2026-08-09T12:00:00.000Z' };

  test('is read by the format that stored it', () => {
    expect(several.interpretOriginal('0.5', 'trial', context)).toMatchObject({
      type: 'run',
      run: { scores: [{ value: 0.5 }] },
    });
    expect(several.interpretOriginal('0.5', 'runlens', context).type).toBe('unreadable');
  });

  test.each<[unknown, string, string]>([
    [undefined, 'runlens', 'there is none'],
    ['{}', 'other', 'this version of runlens does not know the format "other"'],
  ])('%j of the format %s: %s', (original, format, reason) => {
    expect(formats.interpretOriginal(original, format, context)).toEqual({ type: 'unreadable', reason });
  });
});
