import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startGuarded } from './guarded-process.ts';

const environment = { PATH: process.env['PATH'] ?? '' };
function newFolder() {
  return mkdtemp(join(tmpdir(), 'runlens-guard-test-'));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A program with a child of its own, which notes both numbers and would run for minutes. */
function family(notes: string) {
  return ['bash', '-c', `sleep 300 & echo $$ $! > ${notes}; wait`];
}

async function readNumbers(notes: string): Promise<number[]> {
  async function read() {
    const numbers = (await readFile(notes, 'utf8')).trim().split(' ').map(Number);
    expect(numbers).toHaveLength(2);
    return numbers;
  }
  return vi.waitFor(read, { timeout: 5_000 });
}

function expectGone(numbers: number[], folder: string) {
  return vi.waitFor(
    () => {
      expect(numbers.filter(isAlive)).toEqual([]);
      expect(existsSync(folder)).toBe(false);
    },
    { timeout: 5_000 },
  );
}

test('RUNNING -> gone with its children and its folder when it is stopped', async () => {
  const folder = await newFolder();
  const server = startGuarded(family(join(folder, 'notes')), { folder, environment, user: undefined });
  const numbers = await readNumbers(join(folder, 'notes'));
  expect(numbers.every(isAlive)).toBe(true);
  await server.stop();
  expect(existsSync(folder)).toBe(false);
  await expectGone(numbers, folder);
  await server.stop();
});

test('RUNNING -> gone with its children and its folder when its parent is killed', async () => {
  const folder = await newFolder();
  const notes = join(folder, 'notes');
  const script = `
    import { startGuarded } from ${JSON.stringify(join(import.meta.dirname, 'guarded-process.ts'))};
    startGuarded(${JSON.stringify(family(notes))}, ${JSON.stringify({ folder, environment })});`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
  const numbers = await readNumbers(notes);
  expect(numbers.every(isAlive)).toBe(true);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await expectGone(numbers, folder);
}, 15_000);

test('RUNNING -> folder gone when the program ends by itself, its words kept', async () => {
  const folder = await newFolder();
  const server = startGuarded(['bash', '-c', 'echo error: no luck >&2; exit 3'], {
    folder,
    environment,
    user: undefined,
  });
  await vi.waitFor(() => expect(server.hasExited()).toBe(true), { timeout: 5_000 });
  expect(server.output()).toContain('error: no luck');
  expect(existsSync(folder)).toBe(false);
});
