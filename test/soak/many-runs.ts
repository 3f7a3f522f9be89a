import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES_PER_FOLDER = 300;
const PROJECTS = 8;
const AT_ONCE = 64;

/** A small run, as a sweep writes thousands of; `n` tells it from the others. */
export function smallRun(n: number): string {
  const share = ((n * 2_654_435_761) % 2 ** 32) / 2 ** 32;
  return JSON.stringify({
    schema: 'runlens.run/1',
    run: { id: `run-${n}`, ended_at: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString() },
    hyperparameters: { learning_rate: share / 10, layers: n % 12, optimizer: n % 2 === 0 ? 'adam' : 'sgd' },
    metrics: { train: { accuracy: share }, validation: { accuracy: share * 0.9 } },
  });
}

/** Writes so many small run files, in folders of a few hundred, in several projects. */
export async function writeManyRuns(
  folder: string,
  count: number,
): Promise<{ folders: number; projects: number }> {
  const folders = Math.ceil(count / FILES_PER_FOLDER);
  const nameOf = (part: number) => join(folder, `project-${part % PROJECTS}`, `sweep-${part}`);
  for (let part = 0; part < folders; part += 1) {
    await mkdir(nameOf(part), { recursive: true });
    const first = part * FILES_PER_FOLDER;
    const last = Math.min(first + FILES_PER_FOLDER, count);
    for (let n = first; n < last; n += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, last - n) }, (_, i) => n + i);
      await Promise.all(
        numbers.map((each) => writeFile(join(nameOf(part), `run-${each}.json`), smallRun(each))),
      );
    }
  }
  return { folders, projects: Math.min(PROJECTS, folders) };
}
