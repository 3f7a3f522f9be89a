import { contentOf, type DroppedRun } from './dropped-run.ts';
import { keyOf, type DropOptions, type Manifest, type State } from './manifest.ts';

/**
 * Expects a run that a test writes by itself, bytes at a time or under another name.
 *
 * @returns the text of its file. With `bytes` it is filled up to that length with spaces
 */
export function expectRun(
  manifest: Manifest,
  id: string,
  state: State,
  { bytes = 0, ...options }: Omit<DropOptions, 'how'> & { bytes?: number } = {},
): string {
  const { images = 3, project = 'p', extra = {}, row } = options;
  const run: DroppedRun = { project, id, state, images, refused: [] };
  const key = keyOf(project, id);
  manifest.expected.runs.set(key, run);
  manifest.expected.files.set(options.path ?? `${project}/${id}.json`, { status: /^indexed$/, run: key });
  return JSON.stringify(contentOf(run, extra, row)).padEnd(bytes);
}
