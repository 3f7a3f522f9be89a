import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { FILE_STATUSES, MISSING, sameEntry, type FileContent, type LedgerEntry } from '../ledger/entry.ts';
import { fileDocument, fileEntry } from './file.ts';

function stored(entry: LedgerEntry) {
  return JSON.parse(JSON.stringify(fileDocument(entry, digest).body)) as Record<string, unknown>;
}

const count = fc.nat();
const state = fc.record({
  size: fc.nat(),
  modifiedNs: fc.stringMatching(/^\d{1,19}$/),
  inode: fc.stringMatching(/^\d+$/),
});
const messages = fc.array(
  fc.record(
    { path: fc.string(), file: fc.string(), line: count, column: count, message: fc.string() },
    { requiredKeys: ['path', 'message'] },
  ),
  { maxLength: 3 },
);
const runContent = fc.record({
  kind: fc.constant('run' as const),
  project: fc.string(),
  run: fc.record({ key: fc.string(), id: fc.string() }),
  revision: fc.string(),
  counts: fc.record({ experiments: count, scores: count, images: count, series: count, refused: count }),
});
const content: fc.Arbitrary<FileContent> = fc.oneof(
  runContent,
  fc.record({
    kind: fc.constant('project' as const),
    project: fc.string(),
    format: fc.string(),
    original: fc.string(),
  }),
);
const time = fc.constant('2026-08-09T12:00:00.000Z');
const entry: fc.Arbitrary<LedgerEntry> = fc.record(
  {
    folder: fc.string(),
    path: fc.string(),
    status: fc.constantFrom(...FILE_STATUSES),
    version: count,
    lease: fc.record({ session: fc.string(), host: fc.string(), process: count }),
    intended: fc.array(runContent, { minLength: 1, maxLength: 2 }),
    files: fc.array(fc.record({ path: fc.string(), state: fc.oneof(state, fc.constant(MISSING)) }), {
      maxLength: 3,
    }),
    modifiedAt: time,
    content,
    problem: fc.constantFrom('malformed', 'invalid', 'conflict', 'unreadable', 'incomplete'),
    errors: messages,
    errorCount: count,
    warnings: messages,
    warningCount: count,
    generation: fc.string(),
    seenAt: time,
  },
  {
    requiredKeys: [
      ...(['folder', 'path', 'status', 'version', 'files', 'modifiedAt'] as const),
      ...(['errors', 'errorCount', 'warnings', 'warningCount', 'generation', 'seenAt'] as const),
    ],
  },
);

test('an entry comes back from its document as it was', () => {
  fc.assert(
    fc.property(entry, (known) => {
      const back = fileEntry(stored(known));
      expect(back).toEqual(known);
      // In the order of its keys as well, which decides whether there is anything to write.
      expect(back !== undefined && sameEntry(back, known)).toBe(true);
    }),
  );
});

function lag(modifiedAt: string, seenAt: string) {
  const [one] = fc.sample(entry, 1);
  return fileDocument({ ...(one as LedgerEntry), modifiedAt, seenAt }, digest).body['lag_seconds'];
}

test('a document says how long after its last change a file was dealt with, and never less than nothing', () => {
  expect(lag('2026-08-09T12:00:00.000Z', '2026-08-09T12:00:01.500Z')).toBe(1.5);
  expect(lag('2026-08-09T12:00:01.500Z', '2026-08-09T12:00:00.000Z')).toBe(0);
});

test('a document says how large all files of a source are together, of which some may be missing', () => {
  const [one] = fc.sample(entry, 1);
  const states = [3, 4].map((size) => ({ size, modifiedNs: '1', inode: '1' }));
  const files = [...states, MISSING].map((state) => ({ path: 'a', state }));
  expect(fileDocument({ ...(one as LedgerEntry), files }, digest).body['size']).toBe(7);
});

function problems(errors: LedgerEntry['errors'], errorCount = errors.length) {
  const [one] = fc.sample(entry, 1);
  return fileDocument({ ...(one as LedgerEntry), errors, errorCount }, digest).body['problems'];
}

describe('what is wrong with a file, in a document', () => {
  test('is a line each, with as much of a place as is known', () => {
    expect(
      problems([
        { path: 'metrics.test.iou', line: 12, column: 5, message: 'must be a number' },
        { path: 'split', file: 'a.images.ndjson', line: 3, message: 'is missing' },
        { path: '', message: 'another file says this run' },
      ]),
    ).toBe(
      'metrics.test.iou, line 12, column 5: must be a number\nsplit, a.images.ndjson, line 3: is missing\nanother file says this run',
    );
    expect(problems([])).toBeUndefined();
  });

  test('counts what does not fit in', () => {
    const errors = Array.from({ length: 50 }, (_, at) => ({ path: '', message: `problem ${at}` }));
    expect(String(problems(errors, 700)).split('\n')).toEqual([
      ...errors.slice(0, 10).map(({ message }) => message),
      'and 690 more',
    ]);
  });
});

describe('a document that does not look like an entry', () => {
  const good = stored({
    folder: '/results',
    path: 'a.json',
    status: 'indexed',
    version: 1,
    files: [{ path: 'a.json', state: MISSING }],
    modifiedAt: '2026-08-09T12:00:00.000Z',
    content: { kind: 'project', project: 'p', format: 'runlens', original: '{}' },
    errors: [],
    errorCount: 0,
    warnings: [],
    warningCount: 0,
    generation: 'now',
    seenAt: '2026-08-09T12:00:00.000Z',
  });

  test.each(['folder', 'path', 'status', 'modified_at', 'seen_at'])('for want of %s is none', (key) => {
    expect(fileEntry(good)).toBeDefined();
    expect(fileEntry({ ...good, [key]: undefined })).toBeUndefined();
    expect(fileEntry({ ...good, [key]: 7 })).toBeUndefined();
  });

  test('for want of what it holds is one without content', () => {
    for (const kind of ['run', 'another', undefined])
      expect(fileEntry({ ...good, kind })).not.toHaveProperty('content');
    expect(fileEntry({ ...good, project: 7 })).not.toHaveProperty('content');
    expect(fileEntry({ ...good, kind: 'run', revision: 'r', run: {}, counts: {} })).not.toHaveProperty(
      'content',
    );
  });
});
