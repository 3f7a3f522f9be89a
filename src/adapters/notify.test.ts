import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, vi } from 'vitest';
import { test } from '../../test/support/test.ts';
import { createNotifier } from './notify.ts';

/** A folder with a program `systemd-notify` that notes how it was called, and then does what the test wants. */
async function aSystemd(
  folder: string,
  { after = 'exit 0', environment = {} }: { after?: string; environment?: object } = {},
) {
  const calls = join(folder, 'calls');
  await writeFile(calls, '');
  const program = join(folder, 'systemd-notify');
  const note = `line=$(printf '%s|' "$NOTIFY_SOCKET" "$@")\nprintf '%s\\n' "$line" >>${calls}`;
  await writeFile(program, `#!/bin/sh\n${note}\n${after}\n`);
  await chmod(program, 0o755);
  const warnings: object[] = [];
  return {
    environment: { PATH: folder, NOTIFY_SOCKET: '/run/notify', ...environment },
    log: { warn: (fields: object, message: string) => warnings.push({ ...fields, message }) },
    warnings,
    calls: async () => (await readFile(calls, 'utf8')).trimEnd().split('\n').filter(Boolean),
  };
}

type Systemd = Awaited<ReturnType<typeof aSystemd>>;

function expectCalls(systemd: Systemd, calls: unknown[]) {
  return vi.waitFor(async () => expect(await systemd.calls()).toEqual(calls), { timeout: 5_000 });
}

const FAILED = 'systemd could not be told how runlens fares; this is not said again';

test('starting -> ready -> stopping, each told with the socket', async ({ folder }) => {
  const systemd = await aSystemd(folder);
  const notifier = createNotifier(systemd.environment, systemd.log);
  notifier.ready();
  await expectCalls(systemd, ['/run/notify|READY=1|']);
  notifier.status('110 files, all of them in');
  await expectCalls(systemd, ['/run/notify|READY=1|', '/run/notify|STATUS=110 files, all of them in|']);
  notifier.stopping();
  await expectCalls(systemd, [expect.anything(), expect.anything(), '/run/notify|STOPPING=1|']);
  expect(systemd.warnings).toEqual([]);
});

test.for([{ NOTIFY_SOCKET: undefined }, { NOTIFY_SOCKET: '' }])(
  'nobody asked: %j',
  async (asked, { folder }) => {
    const systemd = await aSystemd(folder, { environment: { WATCHDOG_USEC: '20000', ...asked } });
    const notifier = createNotifier(systemd.environment, systemd.log);
    notifier.ready();
    notifier.status('fine');
    notifier.stopping();
    await sleep(100);
    expect([await systemd.calls(), systemd.warnings]).toEqual([[], []]);
  },
);

test('what is to be said while a message is under way goes out together, of the statuses the last one', async ({
  folder,
}) => {
  const systemd = await aSystemd(folder, { after: '/bin/sleep 0.2' });
  const notifier = createNotifier(systemd.environment, systemd.log);
  notifier.ready();
  for (const count of [1, 2, 3]) notifier.status(`${count} files`);
  notifier.stopping();
  await expectCalls(systemd, ['/run/notify|READY=1|', '/run/notify|STATUS=3 files|STOPPING=1|']);
});

test('a status is one line, and said once', async ({ folder }) => {
  const systemd = await aSystemd(folder);
  const notifier = createNotifier(systemd.environment, systemd.log);
  const text = 'a $(touch x) file;\nMAINPID=1\u0000\r';
  notifier.status(text);
  notifier.status(text);
  await expectCalls(systemd, ['/run/notify|STATUS=a $(touch x) file; MAINPID=1|']);
  notifier.status('long '.repeat(100_000));
  await expectCalls(systemd, [expect.anything(), expect.stringMatching(/^.{300,350}…\|$/)]);
  notifier.ready();
  await vi.waitFor(async () => expect((await systemd.calls()).at(-1)).toContain('READY'));
  expect(await systemd.calls()).toHaveLength(3);
});

test('the watchdog hears from us twice in its time, until the end begins', async ({ folder }) => {
  const systemd = await aSystemd(folder, {
    environment: { WATCHDOG_USEC: '200000', WATCHDOG_PID: String(process.pid) },
  });
  const notifier = createNotifier(systemd.environment, systemd.log);
  const begun = performance.now();
  await expectCalls(
    systemd,
    Array.from({ length: 3 }, () => '/run/notify|WATCHDOG=1|'),
  );
  expect(performance.now() - begun).toBeGreaterThan(290);
  notifier.stopping();
  await vi.waitFor(async () => expect((await systemd.calls()).at(-1)).toContain('STOPPING'));
  const { length } = await systemd.calls();
  await sleep(300);
  expect(await systemd.calls()).toHaveLength(length);
});

test.for([
  { WATCHDOG_USEC: '20000', WATCHDOG_PID: '1' },
  { WATCHDOG_USEC: '0' },
  { WATCHDOG_USEC: 'soon' },
  { WATCHDOG_USEC: '18446744073709551615' },
])('no watchdog waits for us: %j', async (environment, { folder }) => {
  const systemd = await aSystemd(folder, { environment });
  createNotifier(systemd.environment, systemd.log);
  await sleep(150);
  expect(await systemd.calls()).toEqual([]);
});

test('a program that fails is complained about once, and tried again', async ({ folder }) => {
  const systemd = await aSystemd(folder, { after: 'echo no such socket >&2; exit 1' });
  const notifier = createNotifier(systemd.environment, systemd.log);
  notifier.ready();
  await expectCalls(systemd, [expect.stringContaining('READY')]);
  await vi.waitFor(() => expect(systemd.warnings).toHaveLength(1));
  notifier.stopping();
  await expectCalls(systemd, [expect.stringContaining('READY'), expect.stringContaining('STOPPING')]);
  await sleep(100);
  expect(systemd.warnings).toEqual([
    { reason: 'systemd-notify ended with exit code 1: no such socket', message: FAILED },
  ]);
});

test('a program that is not there is complained about once', async ({ folder }) => {
  const systemd = await aSystemd(folder);
  await rm(join(folder, 'systemd-notify'));
  const notifier = createNotifier(systemd.environment, systemd.log);
  notifier.ready();
  await vi.waitFor(() => expect(systemd.warnings).toHaveLength(1));
  notifier.status('fine');
  await sleep(100);
  expect(systemd.warnings).toEqual([
    { reason: expect.stringMatching(/^systemd-notify cannot be run: .*ENOENT/), message: FAILED },
  ]);
});

test('neither the watchdog nor a program that hangs keeps the process from ending; no credentials go out', async ({
  folder,
}) => {
  const systemd = await aSystemd(folder, {
    after: `/usr/bin/env >"$0.environment"; exec /bin/sleep 8`,
    environment: { WATCHDOG_USEC: '60000000', ELASTICSEARCH_API_KEY: 'secret' },
  });
  const script = `
    import { createNotifier } from ${JSON.stringify(join(import.meta.dirname, 'notify.ts'))};
    const notifier = createNotifier(process.env, { warn: console.error });
    notifier.ready();
    setTimeout(() => notifier.status('fine'), 500);`;
  const begun = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: systemd.environment,
    stdio: 'inherit',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(performance.now() - begun).toBeLessThan(5_000);
  await expectCalls(systemd, ['/run/notify|READY=1|']);
  const environment = await readFile(join(folder, 'systemd-notify.environment'), 'utf8');
  expect(environment).toContain('NOTIFY_SOCKET=/run/notify');
  expect(environment).not.toMatch(/secret|WATCHDOG/);
}, 15_000);
