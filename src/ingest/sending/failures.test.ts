/** What each row of the failure tables (`domain/sending/retry.ts`, `domain/model/outcome.ts`) means for a file. */

import { describe, expect, it } from 'vitest';
import { answering, failing, type Request } from '../../../test/support/memory-store/faults.ts';
import { createPlace, imageRows, openDaemon, runFile } from '../../../test/support/memory-world.ts';
import type { ElasticsearchFailure, ElasticsearchFailureType } from '../../domain/model/outcome.ts';

const A = 'p/a.json';

/** A file of three images, one of which has the id `2`. */
async function prepare() {
  const place = createPlace();
  const daemon = await openDaemon(place, place.world());
  place.folder.write(A, runFile('a', 0.5, { images: imageRows('1', '2', '3') }));
  return { ...place, ...daemon };
}

function isSecond({ source }: { source: Record<string, unknown> }) {
  return source['id'] === '2';
}
function images(requests: readonly Request[]) {
  return requests.flatMap((request) =>
    request.name === 'bulk'
      ? request.actions.flatMap(({ index, source }) => (index === 'images' ? source['id'] : []))
      : [],
  );
}

describe('an item of an answer', () => {
  const passing = [
    [408, undefined],
    [429, 'es_rejected_execution_exception'],
    [429, 'circuit_breaking_exception'],
    [500, 'exception'],
    [502, undefined],
    [503, 'unavailable_shards_exception'],
    [503, 'cluster_block_exception'],
    [504, undefined],
  ] as const;
  it.each(passing)('%i %s → sent again, alone, until it is taken', async (status, errorType) => {
    const { memory, passOver, entry, clock } = await prepare();
    memory.inject(answering({ status, errorType }, isSecond, { times: 3 }));
    const before = clock.elapsed();
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'indexed', content: { counts: { images: 3, refused: 0 } } });
    expect(images(memory.requests)).toEqual(['1', '2', '3', '2', '2', '2']);
    expect(clock.elapsed()).toBeGreaterThan(before);
  });

  it('that pushes back for longer than the patience → the work ends, and is done by the next pass', async () => {
    const { memory, passOver, entry, clock } = await prepare();
    const end = memory.inject(answering({ status: 429 }, isSecond));
    const { failure } = await passOver();
    expect(failure).toMatchObject({ type: 'too-many-requests' });
    expect(clock.elapsed()).toBeGreaterThan(60_000);
    expect(entry(A)?.status).toBe('reading');
    end();
    await passOver();
    expect(entry(A)?.status).toBe('indexed');
  });

  const refusals = [
    [400, 'document_parsing_exception'],
    [400, 'strict_dynamic_mapping_exception'],
    [400, undefined],
    [413, undefined],
  ] as const;
  it.each(refusals)(
    '%i %s → that document is refused, named, and not sent again',
    async (status, errorType) => {
      const { memory, passOver, entry } = await prepare();
      memory.inject(answering({ status, errorType, reason: 'why' }, isSecond));
      await passOver();
      expect(entry(A)).toMatchObject({ status: 'partial', errors: [{ message: 'why' }] });
      expect(images(memory.requests)).toEqual(['1', '2', '3']);
    },
  );

  const systems = [
    [404, 'index_not_found_exception', 'not-found'],
    [403, 'security_exception', 'forbidden'],
    [401, undefined, 'forbidden'],
    [403, undefined, 'forbidden'],
    [429, 'cluster_block_exception', 'blocked'],
    [403, 'cluster_block_exception', 'blocked'],
    [400, 'index_closed_exception', 'forbidden'],
  ] as const;
  it.each(systems)('%i %s → the work ends as %s, no file is blamed', async (status, errorType, type) => {
    const { memory, passOver, entry } = await prepare();
    const end = memory.inject(answering({ status, errorType, reason: 'why' }, isSecond));
    expect((await passOver()).failure).toMatchObject({ type });
    expect(entry(A)).toMatchObject({ status: 'reading', errorCount: 0 });
    end();
    await passOver();
    expect(entry(A)).toMatchObject({ status: 'indexed' });
  });

  it('409 of a document → a newer one exists: no entry is written, and the file is read again', async () => {
    const { memory, passOver, entry } = await prepare();
    memory.inject(answering({ status: 409 }, isSecond, { times: 1 }));
    const { again } = await passOver();
    expect([again, entry(A)?.status]).toEqual([[{ path: A, because: 'busy' }], 'reading']);
    await passOver();
    expect(entry(A)?.status).toBe('indexed');
  });

  it('404 of a delete → what it was after is gone already', async () => {
    const { memory, passOver, folder, entry } = await prepare();
    await passOver();
    folder.write(A, runFile('a', 0.5, { images: imageRows('1') }));
    memory.inject(answering({ status: 404 }, ({ type }) => type === 'delete'));
    await passOver();
    expect(entry(A)?.status).toBe('indexed');
  });

  it('without a status, or left out → sent again', async () => {
    const { memory, passOver, entry } = await prepare();
    const noStatus = { status: 503, errorType: undefined, reason: 'the answer has no status for it' };
    memory.inject(answering(noStatus, isSecond, { times: 1 }));
    await passOver();
    expect(entry(A)?.status).toBe('indexed');
  });
});

type Row = [ElasticsearchFailureType, 'passes' | 'ends'];
const REQUESTS: Row[] = [
  ['unreachable', 'passes'],
  ['timeout', 'passes'],
  ['unavailable', 'passes'],
  ['too-many-requests', 'passes'],
  ['blocked', 'ends'],
  ['unauthorized', 'ends'],
  ['forbidden', 'ends'],
  ['tls', 'ends'],
  ['not-elasticsearch', 'ends'],
  ['not-found', 'ends'],
  ['bad-request', 'ends'],
];

function failureOf(type: ElasticsearchFailureType): ElasticsearchFailure {
  return { type, reason: 'why' };
}

describe('a bulk request that fails', () => {
  it.each(REQUESTS.filter(([, fate]) => fate === 'passes'))(
    'as %s → is sent again, whether it was done or not, and all is in once',
    async (type) => {
      for (const isDone of [true, false]) {
        const { memory, passOver, entry, rows } = await prepare();
        let left = 3;
        memory.inject((request) =>
          images([request]).length > 0 && (left -= 1) >= 0
            ? { type: 'fails', failure: failureOf(type), isDone }
            : undefined,
        );
        const { failure } = await passOver();
        expect([failure, entry(A)?.status, rows('images', 'a').length]).toEqual([undefined, 'indexed', 3]);
      }
    },
  );

  it.each(REQUESTS.filter(([, fate]) => fate === 'ends'))(
    'as %s → the work ends, no file is blamed, and the next pass does it',
    async (type) => {
      const { memory, passOver, entry, clock } = await prepare();
      const end = memory.inject(failing('bulk', failureOf(type)));
      const before = clock.elapsed();
      expect((await passOver()).failure).toEqual(failureOf(type));
      expect([clock.elapsed(), entry(A)]).toEqual([before, undefined]);
      end();
      await passOver();
      expect(entry(A)?.status).toBe('indexed');
    },
  );

  it('as too-large → is cut in two until it fits, and the one that never does is refused', async () => {
    const { memory, passOver, entry } = await prepare();
    memory.inject((request) =>
      images([request]).includes('2')
        ? { type: 'fails', failure: { type: 'too-large', status: 413, reason: 'too large' }, isDone: false }
        : undefined,
    );
    await passOver();
    expect(entry(A)).toMatchObject({
      status: 'partial',
      errors: [{ message: 'is larger than Elasticsearch accepts' }],
      content: { counts: { images: 2, refused: 1 } },
    });
  });
});

describe.each(['refresh', 'walk'] as const)('a %s that fails', (name) => {
  it.each([...REQUESTS.map(([type]) => type), 'too-large'] as const)(
    'as %s → the work ends, and the next pass does it',
    async (type) => {
      const { memory, passOver, entry } = await prepare();
      memory.inject(failing(name, { type, reason: 'why' }, { times: 1 }));
      expect((await passOver()).failure).toEqual({ type, reason: 'why' });
      expect(entry(A)?.status).toBe('reading');
      expect((await passOver()).failure).toBeUndefined();
      expect(entry(A)?.status).toBe('indexed');
    },
  );
});

describe('refusals of more than half of the documents', () => {
  const FILES = ['p/a.json', 'p/b.json', 'p/c.json'];
  const refused = { status: 400, errorType: 'strict_dynamic_mapping_exception', reason: 'no such field' };

  it('of three files at once → the mapping is at fault: no file is blamed', async () => {
    const { memory, passOver, folder, entry } = await prepare();
    for (const path of FILES) folder.write(path, runFile(path));
    const end = memory.inject(
      answering(refused, ({ index, type }) => index !== 'files' && type !== 'delete'),
    );
    const { failure } = await passOver();
    expect(failure).toMatchObject({ type: 'bad-request', reason: expect.stringContaining('setup-indices') });
    expect(FILES.map((path) => entry(path)?.status)).toEqual(['reading', 'reading', 'reading']);
    end();
    await passOver();
    expect(FILES.map((path) => entry(path)?.status)).toEqual(['indexed', 'indexed', 'indexed']);
  });

  it('of two files → they are at fault', async () => {
    const { memory, passOver, folder, entry } = await prepare();
    for (const path of FILES.slice(0, 2)) folder.write(path, runFile(path));
    memory.inject(answering(refused, ({ index, type }) => index !== 'files' && type !== 'delete'));
    expect((await passOver()).failure).toBeUndefined();
    expect(entry(A)).toMatchObject({ status: 'rejected', problem: 'refused' });
  });
});
