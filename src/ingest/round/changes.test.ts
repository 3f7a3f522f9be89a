/** When a file that the ledger knows is read again, and what becomes of its entry then. */

import { describe, expect, it } from 'vitest';
import type { MemoryFolder } from '../../../test/support/memory-folder.ts';
import { createPlace, imageRows, openDaemon, runFile } from '../../../test/support/memory-world.ts';
import { answering } from '../../../test/support/memory-store/faults.ts';

const A = 'p/a.json';
const REFUSED = { status: 400, errorType: 'document_parsing_exception', reason: 'no such field' };

async function prepare() {
  const place = createPlace();
  return { ...place, ...(await openDaemon(place, place.world())) };
}

/** What is wrong with a file is read from its entry, which the daemon does not keep. */
const ENTRY_READ = [{ name: 'get', index: 'files' }];

/** The paths of the files that are read from now on. */
function readFrom(folder: MemoryFolder): string[] {
  const read: string[] = [];
  folder.circumstances.whileReading = (path) => void read.push(path);
  return read;
}

/** A run that is in, with a side file. */
async function indexed() {
  const here = await prepare();
  here.folder.write(A, runFile('a', 0.5, { images_file: 'a.ndjson' }));
  here.folder.write('p/a.ndjson', JSON.stringify(imageRows('1')[0]));
  await here.passOver();
  here.memory.requests.length = 0;
  return here;
}

describe('indexed →', () => {
  it('indexed when nothing has changed: nothing is asked of Elasticsearch', async () => {
    const { passOver, memory } = await indexed();
    const { tally } = await passOver();
    expect([tally.unchanged, tally.recorded, memory.requests]).toEqual([1, 0, []]);
  });

  it('indexed when it has changed: with a higher version', async () => {
    const { passOver, folder, entry, run } = await indexed();
    const before = entry(A)?.version ?? 0;
    folder.write(A, runFile('a', 0.9, { images_file: 'a.ndjson' }));
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'indexed' });
    expect(entry(A)?.version).toBeGreaterThan(before);
    expect(run('a')).toMatchObject({ primary: { value: 0.9 } });
  });

  it('indexed when its side file has changed', async () => {
    const { passOver, folder, rows } = await indexed();
    folder.write(
      'p/a.ndjson',
      imageRows('1', '2')
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    const { tally } = await passOver();
    expect([tally.indexed, rows('images', 'a').length]).toEqual([1, 2]);
  });

  it('indexed when an index was created again: its documents are written again', async () => {
    const here = await indexed();
    here.memory.createIndex('scores');
    await here.memory.store.refresh(['files']);
    const next = await openDaemon(here, here.world('two'));
    const { tally } = await next.passOver();
    expect([tally.indexed, here.rows('scores', 'a').length]).toEqual([1, 1]);
  });

  it('rejected when it turns bad: what it said when it was good stays', async () => {
    const { passOver, folder, entry, run } = await indexed();
    folder.write(A, '{,}');
    await passOver();
    expect(entry(A)).toMatchObject({
      status: 'rejected',
      problem: 'malformed',
      content: { run: { id: 'a' }, counts: { images: 1 } },
    });
    expect(run('a')).toMatchObject({ primary: { value: 0.5 } });
  });

  it('rejected when its side file goes', async () => {
    const { passOver, folder, entry, rows } = await indexed();
    folder.remove('p/a.ndjson');
    await passOver();
    expect(entry(A)).toMatchObject({
      status: 'rejected',
      problem: 'incomplete',
      content: { run: { id: 'a' } },
    });
    expect(rows('images', 'a')).toHaveLength(1);
  });

  it('waiting when it is being rewritten, and then indexed', async () => {
    const { passOver, folder, entry } = await indexed();
    folder.write(A, '{"schema": "runl');
    await passOver({ isYoung: () => true });
    expect(entry(A)).toMatchObject({ status: 'waiting', content: { run: { id: 'a' } } });
    folder.write(A, runFile('a', 0.9));
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'indexed', content: { counts: { images: 0 } } });
  });
});

describe('rejected →', () => {
  it('rejected when it has not changed: it is told again, and not read', async () => {
    const { passOver, folder, memory } = await prepare();
    folder.write(A, '{,}');
    await passOver();
    memory.requests.length = 0;
    const read = readFrom(folder);
    const { tally } = await passOver();
    expect(tally).toMatchObject({ rejected: 1, recorded: 0, errors: [{ path: A }] });
    expect(memory.requests).toMatchObject(ENTRY_READ);
    expect(read).toEqual([]);
  });

  it('indexed when it is mended', async () => {
    const { passOver, folder, entry } = await prepare();
    folder.write(A, '{,}');
    await passOver();
    folder.write(A, runFile('a'));
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'indexed', errors: [], errorCount: 0 });
  });

  it('indexed when it may be read, without any other change', async () => {
    const { passOver, folder, entry } = await prepare();
    folder.write(A, runFile('a'));
    folder.circumstances.unreadable.set(A, 'permission denied');
    await passOver();
    folder.circumstances.unreadable.clear();
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'indexed' });
  });

  it('rejected when it still may not be read: nothing is written', async () => {
    const { passOver, folder, memory } = await prepare();
    folder.write(A, runFile('a'));
    folder.circumstances.unreadable.set(A, 'permission denied');
    await passOver();
    memory.requests.length = 0;
    const { tally } = await passOver();
    expect([tally.rejected, tally.recorded, memory.requests]).toMatchObject([1, 0, ENTRY_READ]);
  });
});

async function partial() {
  const here = await prepare();
  const end = here.memory.inject(answering(REFUSED, ({ source }) => source['id'] === '2'));
  here.folder.write(A, runFile('a', 0.5, { images: imageRows('1', '2', '3') }));
  await here.passOver();
  here.memory.requests.length = 0;
  return { ...here, end };
}

describe('partial →', () => {
  it('partial when it has not changed: it is told again, and not read', async () => {
    const { passOver, folder, memory } = await partial();
    const read = readFrom(folder);
    const { tally } = await passOver();
    expect(tally).toMatchObject({ partial: 1, recorded: 0, errors: [{ path: A }] });
    expect(memory.requests).toMatchObject(ENTRY_READ);
    expect(read).toEqual([]);
  });

  it('indexed when it has changed, and nothing of it is refused', async () => {
    const { passOver, folder, entry, end } = await partial();
    end();
    folder.write(A, runFile('a', 0.6, { images: imageRows('1', '2', '3') }));
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'indexed', content: { counts: { images: 3, refused: 0 } } });
  });
});
