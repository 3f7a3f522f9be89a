import { expect, it } from 'vitest';
import { renderProblems } from './problems.ts';
import { chooseStyle } from './style.ts';

const files = [
  {
    path: 'runs/a.json',
    errors: [
      { path: 'metrics.validation.accuracy', line: 7, column: 12, message: 'must be a number' },
      { path: 'run.ended_at', line: 12, column: 5, message: 'has no time zone' },
    ],
    more: 3,
  },
  { path: 'b.json', errors: [{ path: '', message: 'is\nnot JSON' }] },
];

it('prints problems the way compilers do, file by file', () => {
  expect(renderProblems(files)).toBe(
    [
      'runs/a.json:7:12  metrics.validation.accuracy  error: must be a number',
      'runs/a.json:12:5  run.ended_at                 error: has no time zone',
      'runs/a.json  and 3 more',
      'b.json  error: is not JSON',
      '',
    ].join('\n'),
  );
});

it('stands at the place in another file, where it is in one', () => {
  const errors = [
    { path: 'metrics.iou', file: 'a.images.ndjson', line: 2, column: 45, message: 'must be a number' },
    { path: '', file: 'b\n.ndjson', message: 'is not JSON' },
  ];
  expect(renderProblems([{ path: 'a.json', errors, more: 1 }])).toBe(
    [
      'a.images.ndjson:2:45  metrics.iou  error: must be a number',
      'b .ndjson                          error: is not JSON',
      'a.json  and 1 more',
      '',
    ].join('\n'),
  );
});

it('labels warnings, in colour on a terminal', () => {
  const one = [{ path: 'a.json', errors: [{ path: 'runn', line: 2, message: 'is not known' }] }];
  expect(renderProblems(one, 'warning')).toBe('a.json:2  runn  warning: is not known\n');
  expect(renderProblems(one, 'warning', chooseStyle(true, {}))).toBe(
    'a.json:2  runn  \u001b[33mwarning:\u001b[39m is not known\n',
  );
});

it('shows of a very long field the beginning and the end', () => {
  const one = [{ path: 'a.json', errors: [{ path: `x${'.'.repeat(80_000)}y`, message: 'is not known' }] }];
  expect(renderProblems(one)).toMatch(/^a\.json {2}x\.{48}…\.{48}y {2}error: is not known\n$/);
});

it('prints nothing when there is nothing', () => {
  expect(renderProblems([])).toBe('');
});
