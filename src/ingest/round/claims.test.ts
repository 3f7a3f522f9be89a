import { describe, expect, it } from 'vitest';
import { createMemoryFolder } from '../../../test/support/memory-folder.ts';
import { createPlace, openDaemon, runFile } from '../../../test/support/memory-world.ts';

const [A, B] = ['p/a.json', 'p/b.json'];
function rules(more: object = {}) {
  return { schema: 'runlens.project/1', project: 'p', ...more };
}

async function prepare(files: Record<string, object> = {}) {
  const place = createPlace();
  const here = { ...place, ...(await openDaemon(place, place.world())) };
  for (const [path, content] of Object.entries(files)) here.folder.write(path, content);
  await here.passOver();
  function score(id: string) {
    return (here.run(id) as { primary?: { value?: number } } | undefined)?.primary?.value;
  }
  function told(path: string) {
    const { status, problem, content } = here.entry(path) ?? {};
    return [status, problem ?? (content?.kind === 'run' ? content.run.id : content?.kind)].join(' ');
  }
  return { ...here, score, told };
}

describe('a run that another file says already', () => {
  it('is a conflict: the first file keeps it, and the second is told which that is', async () => {
    const { folder, passOver, told, score, entry } = await prepare({ [A]: runFile('r', 0.5) });
    folder.write(B, runFile('r', 0.6));
    await passOver();
    expect([told(A), told(B), score('r')]).toEqual(['indexed r', 'rejected conflict', 0.5]);
    expect(entry(B)?.errors[0]?.message).toContain(A);
  });

  it('is a conflict within one round too: the first by its path keeps it', async () => {
    const { told, score } = await prepare({ [B]: runFile('r', 0.6), [A]: runFile('r', 0.5) });
    expect([told(A), told(B), score('r')]).toEqual(['indexed r', 'rejected conflict', 0.5]);
  });

  it('stays a conflict while the first file is bad: it still holds what it said', async () => {
    const { folder, passOver, told, score } = await prepare({ [A]: runFile('r', 0.5) });
    folder.write(A, '{,}');
    folder.write(B, runFile('r', 0.6));
    await passOver();
    expect([told(A), told(B), score('r')]).toEqual(['rejected malformed', 'rejected conflict', 0.5]);
  });

  it('costs no write while nothing changes', async () => {
    const { passOver, memory } = await prepare({ [A]: runFile('r', 0.5), [B]: runFile('r', 0.6) });
    memory.requests.length = 0;
    const { tally } = await passOver();
    // What is wrong with the second is read from its entry, which the daemon does not keep.
    expect([tally.rejected, tally.unchanged]).toEqual([1, 1]);
    expect(memory.requests).toMatchObject([{ name: 'get', index: 'files' }]);
  });
});

describe('conflict → indexed', () => {
  it('when the first file is gone: it no longer holds the run', async () => {
    const { folder, passOver, told, score, entry } = await prepare({
      [A]: runFile('r', 0.5),
      [B]: runFile('r', 0.6),
    });
    folder.remove(A);
    await passOver();
    expect([told(A), told(B), score('r')]).toEqual(['gone ', 'indexed r', 0.6]);
    expect(entry(A)).not.toHaveProperty('content');
  });

  it('when the first file says something else', async () => {
    const { folder, passOver, told, score } = await prepare({
      [A]: runFile('r', 0.5),
      [B]: runFile('r', 0.6),
    });
    folder.write(A, runFile('s', 0.7));
    await passOver();
    expect([told(A), told(B)]).toEqual(['indexed s', 'indexed r']);
    expect([score('r'), score('s')]).toEqual([0.6, 0.7]);
  });

  it.each([
    ['first', A, B],
    ['later', B, A],
  ])(
    'when the file that holds it comes %s in the same round, and says something else',
    async (_when, holder, other) => {
      const { folder, passOver, told, score } = await prepare({ [holder]: runFile('r', 0.5) });
      folder.write(holder, runFile('s', 0.7));
      folder.write(other, runFile('r', 0.6));
      await passOver();
      expect([told(holder), told(other)]).toEqual(['indexed s', 'indexed r']);
      expect([score('r'), score('s')]).toEqual([0.6, 0.7]);
    },
  );

  it('when two files exchange what they say', async () => {
    const { folder, passOver, told, score } = await prepare({
      [A]: runFile('r', 0.5),
      [B]: runFile('s', 0.6),
    });
    folder.write(A, runFile('s', 0.7));
    folder.write(B, runFile('r', 0.8));
    await passOver();
    expect([told(A), told(B)]).toEqual(['indexed s', 'indexed r']);
    expect([score('r'), score('s')]).toEqual([0.8, 0.7]);
  });
});

it('a file that another file has succeeded, and that is itself a conflict now, holds nothing', async () => {
  const C = 'p/c.json';
  const { folder, passOver, told, score, entry } = await prepare({
    [A]: runFile('r', 0.5),
    [C]: runFile('t', 0.6),
  });
  folder.write(A, runFile('t', 0.7));
  folder.write(B, runFile('r', 0.8));
  await passOver();
  expect([told(A), told(B), told(C)]).toEqual(['rejected conflict', 'indexed r', 'indexed t']);
  expect(entry(A)).not.toHaveProperty('content');
  expect([score('r'), score('t')]).toEqual([0.8, 0.6]);
});

it('a file that is renamed takes its run along', async () => {
  const { folder, passOver, told, score } = await prepare({ [A]: runFile('r', 0.5) });
  folder.rename(A, B);
  await passOver();
  expect([told(A), told(B), score('r')]).toEqual(['gone ', 'indexed r', 0.5]);
});

it('a file that comes back does not take its run from the one that has it now', async () => {
  const { folder, passOver, told } = await prepare({ [A]: runFile('r', 0.5) });
  folder.rename(A, B);
  await passOver();
  folder.write(A, runFile('r', 0.7));
  await passOver();
  expect([told(A), told(B)]).toEqual(['rejected conflict', 'indexed r']);
});

describe('the rules of a project', () => {
  it('are told by one file at a time', async () => {
    const { told, folder, passOver } = await prepare({ [A]: rules(), [B]: rules() });
    expect([told(A), told(B)]).toEqual(['indexed project', 'rejected conflict']);
    folder.remove(A);
    await passOver();
    expect([told(A), told(B)]).toEqual(['gone ', 'indexed project']);
  });

  it('are in force no longer when their file says something else', async () => {
    const { folder, passOver, run } = await prepare({ [A]: rules({ primary_metric: 'loss' }) });
    folder.write(A, rules({ project: 'q' }));
    const { touched } = await passOver();
    expect(touched).toEqual(new Set(['p', 'q']));
    folder.write(B, runFile('r', 0.5));
    await passOver();
    expect(run('r')).toMatchObject({ primary: { metric: 'accuracy' } });
  });
});

it('between two watched folders there is no conflict: what was read last counts', async () => {
  const here = await prepare({ [A]: runFile('r', 0.5) });
  const other = createMemoryFolder(here.clock, '/others');
  const second = await openDaemon(here, here.world('two', { folder: other }));
  await here.clock.advance(1);
  other.write(A, runFile('r', 0.6));
  await second.passOver();
  expect(here.score('r')).toBe(0.6);
  expect(here.told(A)).toBe('indexed r');
});
