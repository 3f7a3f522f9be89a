import { describe, expect, it } from 'vitest';
import { renderBug, renderFailure } from './errors.ts';

describe('renderFailure', () => {
  it('says what, on what, why, and what to do', () => {
    expect(
      renderFailure({
        what: 'cannot reach Elasticsearch at',
        on: 'http://localhost:9200',
        why: 'connection refused',
        advice: 'Start it, or say where it is with --elasticsearch.',
      }),
    ).toBe(
      'runlens: cannot reach Elasticsearch at http://localhost:9200: connection refused\n' +
        '  Start it, or say where it is with --elasticsearch.\n',
    );
  });

  it('does with what it has', () => {
    expect(renderFailure({ what: 'nothing to do' })).toBe('runlens: nothing to do\n');
    expect(renderFailure({ what: 'cannot read', on: 'a.json' })).toBe('runlens: cannot read a.json\n');
  });

  it('lists several reasons below', () => {
    expect(renderFailure({ what: 'the configuration is not valid', why: 'first\nsecond' })).toBe(
      'runlens: the configuration is not valid:\n  first\n  second\n',
    );
  });

  it('lets no control character through, and keeps the lines of a reason', () => {
    const esc = '\u001b[2J';
    expect(
      renderFailure({ what: `no${esc}`, on: `"a\n${esc}"`, why: `b${esc}\nc${esc}`, advice: `d${esc}` }),
    ).toBe('runlens: no [2J "a [2J":\n  b [2J\n  c [2J\n  d [2J\n');
  });

  it('hides passwords within URLs', () => {
    const why = 'https://ann:hun@ter2@host:9200 and http://bob:x@host refused';
    expect(renderFailure({ what: 'cannot connect', why })).toBe(
      'runlens: cannot connect: https://ann:<hidden>@host:9200 and http://bob:<hidden>@host refused\n',
    );
  });
});

describe('renderBug', () => {
  const cause = new Error('inner');
  cause.stack = 'Error: inner\n    at inner.js:1:1';
  const error = new TypeError('x is not a function', { cause });
  error.stack = 'TypeError: x is not a function\n    at file:///node_modules/@a/outer.js:2:2';

  it('is short, without a stack', () => {
    expect(renderBug(error, { debug: false, reportAt: 'https://example.org/bugs' })).toBe(
      'runlens: unexpected error: x is not a function\n' +
        '  This is a bug in runlens: please report it at https://example.org/bugs, with what the same command prints with --debug.\n',
    );
  });

  it('shows stack and causes with debug', () => {
    expect(renderBug(error, { debug: true })).toBe(
      [
        'runlens: unexpected error: x is not a function',
        '  This is a bug in runlens: please report it, with what follows.',
        '  TypeError: x is not a function',
        '      at file:///node_modules/@a/outer.js:2:2',
        '  caused by: Error: inner',
        '      at inner.js:1:1',
        '',
      ].join('\n'),
    );
  });

  it('shows the errors that an aggregate holds', () => {
    const error = new AggregateError([new Error('one'), 'two'], 'all failed');
    const text = renderBug(error, { debug: true });
    expect(text).toContain('\n  caused by: Error: one\n');
    expect(text).toMatch(/\n  caused by: two\n$/);
  });

  it('survives whatever is thrown', () => {
    const circular = new Error('round');
    circular.cause = circular;
    expect(renderBug(circular, { debug: true }).match(/Error: round/g)).toHaveLength(1);
    expect(renderBug('text', { debug: false })).toMatch(/^runlens: unexpected error: text\n/);
    expect(renderBug({ code: 1, secret: { key: 'hunter2' } }, { debug: true })).not.toContain('hunter2');
    expect(renderBug(undefined, { debug: true })).toMatch(/^runlens: unexpected error: undefined\n/);
  });
});
