import { describe, expect, it } from 'vitest';
import {
  createPlace,
  imageRows,
  openDaemon,
  passAmid,
  runFile,
  type Daemon,
  type Place,
} from '../../../test/support/memory-world.ts';
import { answering, failing, type Fault } from '../../../test/support/memory-store/faults.ts';

const A = 'p/a.json';
const TIMEOUT = { type: 'timeout', reason: 'No answer in time.' } as const;

async function prepare() {
  const place = createPlace();
  return { ...place, ...(await openDaemon(place, place.world())) };
}

/** At the write of a file's last entry, once. */
function atEntry(fault: Fault): Fault {
  let isOver = false;
  return (request) => {
    if (isOver || request.name !== 'bulk') return undefined;
    const isEntry = request.actions.some(
      ({ index, source }) => index === 'files' && source['status'] === 'indexed',
    );
    if (!isEntry) return undefined;
    isOver = true;
    return fault(request);
  };
}

it('writes the entry last: after all documents were sent, found, and swept', async () => {
  const { folder, passOver, memory } = await prepare();
  folder.write(A, runFile('r', 0.5, { images: imageRows('1') }));
  memory.requests.length = 0;
  await passOver();
  const steps = memory.requests.map((request) =>
    request.name === 'bulk'
      ? [...new Set(request.actions.map(({ index }) => index))].join(' ')
      : request.name,
  );
  expect(steps.filter((step, n) => step !== steps[n - 1])).toEqual([
    'files',
    'hasNoRows',
    'experiments scores images',
    'refresh',
    'walk',
    'files',
  ]);
});

/** The other takes us for dead, and takes the file over before our last write arrives. */
async function takenOver(work: (other: Daemon, here: Place) => Promise<void>) {
  const here = await prepare();
  const other = await openDaemon(here, here.world('two', { dead: ['one'] }));
  here.folder.write(A, runFile('r'));
  here.memory.inject(
    atEntry(async () => {
      await work(other, here);
      return undefined;
    }),
  );
  return { ...here, outcome: await here.passOver() };
}

describe('an entry that another daemon has written meanwhile', () => {
  it('is theirs, and the file is done, where they are done with it', async () => {
    const { outcome, entry } = await takenOver(async (other, here) => {
      await passAmid(other, here);
      await passAmid(other, here);
      expect(here.entry(A)?.status).toBe('indexed');
    });
    expect([outcome.again, outcome.tally.unchanged, entry(A)?.status]).toEqual([[], 1, 'indexed']);
    expect.assertions(2);
  });

  it('is theirs, and the file is looked at again, where they are still at it', async () => {
    const { outcome, entry } = await takenOver(async (other, here) => {
      await passAmid(other, here);
      here.memory.inject(failing('refresh', TIMEOUT, { times: 1 }));
      await passAmid(other, here);
    });
    expect(outcome.again).toEqual([{ path: A, because: 'busy' }]);
    expect(entry(A)).toMatchObject({ status: 'reading', lease: { session: 'two' } });
  });

  it('is ours where only the answer was lost: the file is done', async () => {
    const { folder, passOver, memory, entry } = await prepare();
    folder.write(A, runFile('r'));
    memory.inject(atEntry(failing('bulk', TIMEOUT, { times: 1, isDone: true })));
    const { again, tally } = await passOver();
    expect([again, tally.indexed, entry(A)?.status]).toEqual([[], 1, 'indexed']);
    expect((await passOver()).tally.unchanged).toBe(1);
  });
});

it('an entry that Elasticsearch refuses is logged, and the file is read again', async () => {
  const { folder, passOver, memory, logged, entry } = await prepare();
  folder.write(A, runFile('r'));
  const refused = { status: 400, errorType: 'document_parsing_exception', reason: 'no such field' };
  const end = memory.inject(answering(refused, ({ source }) => source['status'] === 'indexed'));
  await passOver();
  expect(logged).toContainEqual({
    level: 'error',
    message: 'Elasticsearch refused an entry of the ledger',
    fields: { path: A, reason: 'no such field' },
  });
  end();
  await passOver();
  expect(entry(A)?.status).toBe('indexed');
});

describe('a side file that ends in .json', () => {
  const withRows = runFile('r', 0.5, { images_file: 'rows.json' });
  const rows = JSON.stringify(imageRows('1')[0]);

  it('is not a file of its own where the run that names it comes in the same round', async () => {
    const { folder, passOver, entry } = await prepare();
    folder.write('p/rows.json', rows);
    folder.write('p/run.json', withRows);
    const { tally } = await passOver();
    expect([entry('p/run.json')?.status, entry('p/rows.json')]).toEqual(['indexed', undefined]);
    expect(tally).toMatchObject({ files: 1, indexed: 1, rejected: 0 });
  });

  it('is forgotten where it was rejected before the run that names it came', async () => {
    const { folder, passOver, entry, memory } = await prepare();
    folder.write('p/rows.json', rows);
    await passOver();
    expect(entry('p/rows.json')?.status).toBe('rejected');
    folder.write('p/run.json', withRows);
    await passOver();
    expect([entry('p/rows.json'), memory.documents('files').length]).toEqual([undefined, 1]);
    expect((await passOver()).tally).toMatchObject({ files: 1, unchanged: 1 });
  });

  it('is a file of its own where a bad file names it', async () => {
    const { folder, passOver, entry } = await prepare();
    folder.write('p/good.json', runFile('good'));
    folder.write('p/bad.json', runFile('bad', 0.5, { images_file: 'good.json' }));
    await passOver();
    expect([entry('p/bad.json')?.status, entry('p/good.json')?.status]).toEqual(['rejected', 'indexed']);
  });
});
