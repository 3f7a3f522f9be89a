/** A first large ingest has its indices refreshed rarely, and leaves them as they were, however it ends. */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi, type TestContext } from 'vitest';
import { goodRun } from '../support/bad-files.ts';
import { request } from '../support/dump.ts';
import type { Fault } from '../support/fault-proxy.ts';
import { kill, prepareFaults, said, stop, type Scenario } from '../support/fault-scenario.ts';
import { A_WHILE } from '../support/patience.ts';

const RARE = '30001ms';
/** A few more than it takes. */
const MANY = 20_500;

/** Another order than that of their names, so that the worst are not the first. */
const accuracyOf = (n: number) => ((n * 7919) % MANY) / MANY;

const runWith = (images: number) =>
  goodRun('run', {
    primary_image_metric: 'accuracy',
    images: Array.from({ length: images }, (_, n) => ({
      id: `i${n}`,
      split: 'validation',
      metrics: { accuracy: accuracyOf(n) },
    })),
  });

type Settings = Record<string, { settings: Record<string, string> }>;

async function prepare(context: Pick<TestContext, 'onTestFinished'>) {
  const scenario = await prepareFaults(context, {
    ingest: { bulk_documents: 500 },
  });
  const { workspace, proxy } = scenario;
  const { url, prefix, folder, aside } = workspace;
  const index = `${prefix}-images`;
  const intervalOf = async () => {
    const found = await request<Settings>(
      url,
      `${index}/_settings/index.refresh_interval?flat_settings=true`,
    );
    return Object.values(found)[0]?.settings['index.refresh_interval'];
  };
  return {
    ...scenario,
    intervalOf,
    setInterval: (interval: string) =>
      request(url, `${index}/_settings`, 'PUT', { index: { refresh_interval: interval } }),
    drop: async (images: number, place = folder) => {
      await mkdir(join(place, 'p'), { recursive: true });
      await writeFile(join(place, 'p', 'run.json'), runWith(images));
    },
    ingest: (place = folder) => workspace.start(['ingest', place], { url: proxy.url, cwd: aside }),
    /** Something happens amid the rows. */
    amid: (run: () => void | Promise<void>) => {
      let documents = 0;
      proxy.rule(({ kind }) => {
        if (kind !== 'documents' || (documents += 1) !== 10) return undefined;
        return { type: 'point', at: 'before-forwarding', run };
      });
    },
    settingsPut: () => proxy.log().filter((line) => / PUT .*_settings/.test(line)),
  };
}

/** An ingest of many rows that is killed amid them. */
async function leaveBehind(context: Pick<TestContext, 'onTestFinished'>) {
  const prepared = await prepare(context);
  await prepared.drop(MANY);
  const running = prepared.ingest();
  prepared.amid(() => kill(running));
  expect(await running.result).toMatchObject({ exitCode: null });
  expect(await prepared.intervalOf()).toBe(RARE);
  return prepared;
}

async function worstOf({ workspace }: Pick<Scenario, 'workspace'>): Promise<string[]> {
  const { json } = await workspace.cli('worst-images', '--project', 'p', '--count', '5');
  return (json as { images: { id: string }[] }).images.map(({ id }) => id);
}

const WORST = Array.from({ length: MANY }, (_, n) => n)
  .toSorted((one, other) => accuracyOf(one) - accuracyOf(other))
  .slice(0, 5)
  .map((n) => `i${n}`);

describe.concurrent('a backfill', { timeout: 180_000 }, () => {
  test('is rare amid it and as before after it, and all of it is found at once', async (context) => {
    const prepared = await prepare(context);
    const { drop, ingest, amid, intervalOf } = prepared;
    await drop(MANY);
    const seen: unknown[] = [];
    amid(async () => void seen.push(await intervalOf()));
    expect(await ingest().result).toMatchObject({ exitCode: 0 });
    expect(await worstOf(prepared)).toEqual(WORST);
    expect(seen).toEqual([RARE]);
    expect(await intervalOf()).toBeUndefined();
  });

  test('of a daemon ends when it has caught up', async (context) => {
    const prepared = await prepare(context);
    const { drop, watch, amid, intervalOf, settingsPut, workspace } = prepared;
    await drop(MANY);
    const seen: unknown[] = [];
    amid(async () => void seen.push(await intervalOf()));
    const daemon = watch();
    await said(daemon, '"Watching"');
    await vi.waitFor(async () => expect(await intervalOf()).toBeUndefined(), A_WHILE);
    expect(seen).toEqual([RARE]);
    expect(await worstOf(prepared)).toEqual(WORST);
    // Day by day there is none, however much comes.
    await rm(join(workspace.folder, 'p', 'run.json'));
    await drop(MANY + 1);
    const count = () => request(workspace.url, `${workspace.prefix}-images/_count`);
    await vi.waitFor(async () => expect(await count()).toMatchObject({ count: MANY + 1 }), A_WHILE);
    await stop(daemon);
    expect(settingsPut()).toHaveLength(2);
  });

  test.for(['30s', '5s'])('leaves an interval of %s that somebody has set', async (interval, context) => {
    const { drop, ingest, amid, intervalOf, setInterval, workspace } = await prepare(context);
    await workspace.cli('setup-indices');
    await setInterval(interval);
    await drop(MANY);
    const seen: unknown[] = [];
    amid(async () => void seen.push(await intervalOf()));
    expect(await ingest().result).toMatchObject({ exitCode: 0 });
    expect([...seen, await intervalOf()]).toEqual([interval, interval]);
    await workspace.cli('setup-indices');
    expect(await intervalOf()).toBe(interval);
  });

  test('is none where there are rows already, nor where few come: nothing is set', async (context) => {
    const { drop, ingest, settingsPut, workspace, proxy } = await prepare(context);
    await drop(3);
    expect(await ingest().result).toMatchObject({ exitCode: 0 });
    const other = join(workspace.aside, 'other');
    await drop(MANY, other);
    expect(await ingest(other).result).toMatchObject({ exitCode: 0 });
    expect(settingsPut()).toEqual([]);
    expect(proxy.log().filter((line) => line.includes('_count'))).toHaveLength(2);
  });

  test('of a daemon that is stopped is put back before it leaves', async (context) => {
    const { drop, watch, amid, intervalOf } = await prepare(context);
    await drop(MANY);
    const seen: unknown[] = [];
    const daemon = watch();
    const reached = new Promise<void>((resolve) =>
      amid(async () => {
        seen.push(await intervalOf());
        resolve();
      }),
    );
    await reached;
    await stop(daemon);
    expect([...seen, await intervalOf()]).toEqual([RARE, undefined]);
  });

  test('that is stopped puts back before it leaves', async (context) => {
    const { drop, ingest, amid, intervalOf } = await prepare(context);
    await drop(MANY);
    const seen: unknown[] = [];
    const running = ingest();
    amid(async () => {
      seen.push(await intervalOf());
      running.signal('SIGINT');
    });
    expect(await running.result).toMatchObject({ exitCode: 130 });
    expect([...seen, await intervalOf()]).toEqual([RARE, undefined]);
  });

  test('that fails puts back as well', async (context) => {
    const { drop, ingest, amid, intervalOf, proxy } = await prepare(context);
    await drop(MANY);
    const refusal: Fault = {
      type: 'answer',
      status: 401,
      body: { error: { type: 'security_exception' }, status: 401 },
    };
    amid(() => void proxy.rule(({ kind }) => (kind === 'documents' ? refusal : undefined)));
    expect(await ingest().result).toMatchObject({ exitCode: 2 });
    expect(await intervalOf()).toBeUndefined();
  });

  test('that was killed is put right by the next ingest', async (context) => {
    const prepared = await leaveBehind(context);
    expect(await prepared.ingest().result).toMatchObject({ exitCode: 0 });
    expect(await prepared.intervalOf()).toBeUndefined();
    expect(await worstOf(prepared)).toEqual(WORST);
  });

  test('that was killed is put right by the next watch', async (context) => {
    const prepared = await leaveBehind(context);
    const daemon = prepared.watch();
    await vi.waitFor(async () => expect(await prepared.intervalOf()).toBeUndefined(), A_WHILE);
    await stop(daemon);
  });

  test('that was killed is put right by setup-indices, which says so', async (context) => {
    const { workspace, intervalOf } = await leaveBehind(context);
    const updated = (index: string) => ({
      kind: 'index',
      id: `${workspace.prefix}-${index}-v1`,
      action: 'updated',
    });
    const actionOf = async () => {
      const { json } = await workspace.cli('setup-indices');
      const { changes } = json as { changes: { kind: string; id: string; action: string }[] };
      return changes.filter(({ action }) => action !== 'unchanged');
    };
    expect(await actionOf()).toEqual([updated('images'), updated('series')]);
    expect(await intervalOf()).toBeUndefined();
    expect(await actionOf()).toEqual([]);
  });

  test('without the permission to set anything goes on without', async (context) => {
    const { drop, ingest, settingsPut, proxy } = await prepare(context);
    await drop(MANY);
    proxy.rule(({ method, path }) =>
      method === 'PUT' && path.includes('_settings')
        ? { type: 'answer', status: 403, body: { error: { type: 'security_exception' }, status: 403 } }
        : undefined,
    );
    const { exitCode, stderr } = await ingest().result;
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('"level":40')]);
    expect(settingsPut()).toHaveLength(1);
  });
});
