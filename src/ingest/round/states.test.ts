/** Each state and arrow of the ledger's diagram (`domain/ledger/entry.ts`); those to `gone` are in `watching/vanished.test.ts`. */

import { describe, expect, it } from 'vitest';
import {
  createPlace,
  imageRows,
  openDaemon,
  runFile,
  type Place,
} from '../../../test/support/memory-world.ts';
import { answering, failing } from '../../../test/support/memory-store/faults.ts';

const REFUSED = { status: 400, errorType: 'document_parsing_exception', reason: 'no such field' };
const FORBIDDEN = { type: 'forbidden', status: 403, reason: 'Not you.' } as const;

const A = 'p/a.json';

async function prepare() {
  const place = createPlace();
  return { ...place, ...(await openDaemon(place, place.world())) };
}

/** What the ledger says of the file `A` while the first of its documents is sent. */
function entryAmid({ memory, entry }: Pick<Place, 'memory' | 'entry'>) {
  const seen: ReturnType<Place['entry']>[] = [];
  memory.inject((request) => {
    const isSending = request.name === 'bulk' && request.actions.some(({ index }) => index !== 'files');
    if (isSending) seen.push(entry(A));
    return undefined;
  });
  return seen;
}

describe('(new) →', () => {
  it('reading while its documents are sent: with who is at it, and what it is going to hold', async () => {
    const here = await prepare();
    const [seen] = [entryAmid(here)];
    here.folder.write(A, runFile('a'));
    await here.passOver();
    expect(seen[0]).toMatchObject({
      status: 'reading',
      lease: { session: 'one' },
      intended: [{ kind: 'run', project: 'p', run: { id: 'a' } }],
    });
    expect(seen[0]).not.toHaveProperty('content');
  });

  it('indexed when it is the rules of a project', async () => {
    const { folder, passOver, entry } = await prepare();
    folder.write('p/project.json', { schema: 'runlens.project/1', primary_metric: 'accuracy' });
    const { tally, touched } = await passOver();
    expect([tally.projects, [...touched]]).toEqual([1, ['p']]);
    expect(entry('p/project.json')).toMatchObject({
      status: 'indexed',
      content: { kind: 'project', project: 'p' },
    });
  });

  it.each([
    ['malformed', '{"schema": "runlens.run/1",, }'],
    ['invalid', { schema: 'runlens.run/1', metrics: { validation: { accuracy: 'high' } } }],
    ['incomplete', '{"schema": "runlens.run/1", "metr'],
  ])('rejected when it is %s', async (problem, content) => {
    const { folder, passOver, entry, memory } = await prepare();
    folder.write(A, content);
    const { tally } = await passOver();
    expect(entry(A)).toMatchObject({ status: 'rejected', problem });
    expect(entry(A)).not.toHaveProperty('content');
    expect(tally).toMatchObject({ rejected: 1, indexed: 0, errors: [{ path: A }] });
    expect(memory.documents('experiments')).toEqual([]);
  });

  it('rejected when it may not be read', async () => {
    const { folder, passOver, entry } = await prepare();
    folder.write(A, runFile('a'));
    folder.circumstances.unreadable.set(A, 'permission denied');
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'rejected', problem: 'unreadable' });
  });

  it.each([
    ['it ends too early', '{"schema": "runlens.run/1", "metr'],
    ['its side file is not there', runFile('a', 0.5, { images_file: 'a.ndjson' })],
  ])('waiting when %s, and it is young', async (_why, content) => {
    const { folder, passOver, entry } = await prepare();
    folder.write(A, content);
    const { again, tally } = await passOver({ isYoung: () => true });
    expect(entry(A)).toMatchObject({ status: 'waiting', problem: 'incomplete' });
    expect([again, tally.waiting]).toEqual([[{ path: A, because: 'waiting' }], 1]);
  });

  it('(new) when it changes while it is read', async () => {
    const { folder, passOver, entry } = await prepare();
    folder.write(A, runFile('a'));
    folder.circumstances.whileReading = () => folder.write(A, runFile('a', 0.7));
    const { again } = await passOver();
    expect([again, entry(A)]).toEqual([[{ path: A, because: 'changing' }], undefined]);
  });

  it('(new) when it goes before it is read', async () => {
    const { folder, pass, entry } = await prepare();
    folder.write(A, runFile('a'));
    const found = await folder.find(A);
    folder.remove(A);
    const { again } = await pass(found === undefined ? [] : [found], { isYoung: () => false, settle: 0 });
    expect([again, entry(A)]).toEqual([[], undefined]);
  });
});

describe('reading →', () => {
  it('indexed when all documents are in', async () => {
    const { folder, passOver, entry, run, rows } = await prepare();
    folder.write(A, runFile('a', 0.5, { images: imageRows('1', '2') }));
    const { tally, touched } = await passOver();
    const counts = { experiments: 1, scores: 1, images: 2, series: 0, refused: 0 };
    expect(entry(A)).toMatchObject({ status: 'indexed', content: { run: { id: 'a' }, counts } });
    expect(entry(A)).not.toHaveProperty('lease');
    expect(entry(A)).not.toHaveProperty('intended');
    expect([run('a')?.['project'], rows('images', 'a').length, rows('scores', 'a').length]).toEqual([
      'p',
      2,
      1,
    ]);
    expect([tally.indexed, [...touched]]).toEqual([1, ['p']]);
  });

  it('partial when some documents are refused: they are named, and the others are in', async () => {
    const { folder, passOver, entry, memory, rows } = await prepare();
    memory.inject(answering(REFUSED, ({ source }) => source['id'] === '2'));
    folder.write(A, runFile('a', 0.5, { images: imageRows('1', '2', '3') }));
    const { tally } = await passOver();
    expect(entry(A)).toMatchObject({
      status: 'partial',
      errorCount: 1,
      errors: [{ path: expect.stringMatching(/^images\//), message: 'no such field' }],
      content: { counts: { images: 2, refused: 1 } },
    });
    expect(rows('images', 'a').map(({ id }) => id)).toEqual(['1', '3']);
    expect([tally.partial, tally.indexed]).toEqual([1, 0]);
  });

  it('rejected when its own document is refused: none of its rows is left', async () => {
    const { folder, passOver, entry, memory } = await prepare();
    memory.inject(answering(REFUSED, ({ index }) => index === 'experiments'));
    folder.write(A, runFile('a', 0.5, { images: imageRows('1') }));
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'rejected', problem: 'refused', errorCount: 1 });
    expect(entry(A)).not.toHaveProperty('content');
    expect([memory.documents('images'), memory.documents('scores')]).toEqual([[], []]);
  });

  it('reading when what stops the work does not pass by itself; the next pass does it', async () => {
    const { folder, passOver, entry, memory } = await prepare();
    memory.inject(failing('refresh', FORBIDDEN, { times: 1 }));
    folder.write(A, runFile('a'));
    expect(await passOver()).toMatchObject({ failure: FORBIDDEN });
    expect(entry(A)).toMatchObject({ status: 'reading', intended: [{ run: { id: 'a' } }] });
    expect(await passOver()).not.toHaveProperty('failure');
    expect(entry(A)).toMatchObject({ status: 'indexed' });
  });

  it('reading when it changes after its lease was granted, which another pass sees', async () => {
    const { folder, passOver, entry, memory, run } = await prepare();
    folder.write(A, runFile('a', 0.5));
    const end = memory.inject((request) => {
      if (request.name === 'bulk') folder.write(A, runFile('a', 0.7));
      return undefined;
    });
    const { again } = await passOver();
    end();
    expect([again, run('a')]).toEqual([[{ path: A, because: 'changing' }], undefined]);
    expect(entry(A)).toMatchObject({ status: 'reading' });
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'indexed' });
  });
});

async function waiting() {
  const here = await prepare();
  here.folder.write(A, '{"schema": "runlens.run/1", "metr');
  await here.passOver({ isYoung: () => true });
  return here;
}

describe('waiting →', () => {
  it('waiting when it is looked at again and is still young: nothing is written', async () => {
    const { passOver, memory, entry } = await waiting();
    const before = memory.document('files', memory.documents('files')[0]?.id ?? '');
    const { again } = await passOver({ isYoung: () => true });
    expect(again).toEqual([{ path: A, because: 'waiting' }]);
    expect([entry(A)?.status, memory.documents('files')]).toEqual(['waiting', [before]]);
  });

  it('rejected when it is young no longer', async () => {
    const { passOver, entry } = await waiting();
    const { again } = await passOver();
    expect([again, entry(A)]).toMatchObject([[], { status: 'rejected', problem: 'incomplete' }]);
  });

  it('indexed when it is whole', async () => {
    const { passOver, entry, folder } = await waiting();
    folder.write(A, runFile('a'));
    await passOver({ isYoung: () => true });
    expect(entry(A)).toMatchObject({ status: 'indexed', errors: [] });
    expect(entry(A)).not.toHaveProperty('problem');
  });

  it('indexed when its side file comes', async () => {
    const { passOver, entry, folder, rows } = await prepare();
    folder.write(A, runFile('a', 0.5, { images_file: 'a.ndjson' }));
    await passOver({ isYoung: () => true });
    folder.write('p/a.ndjson', JSON.stringify(imageRows('1')[0]));
    await passOver({ isYoung: () => true });
    expect([entry(A)?.status, rows('images', 'a').length]).toEqual(['indexed', 1]);
  });
});
