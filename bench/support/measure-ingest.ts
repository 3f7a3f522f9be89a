import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProgram, startProgram } from '../../test/soak/built-program.ts';
import { createWorkspace } from '../../test/support/workspace.ts';
import { writeRunFile, type Form } from './rows.ts';
import { runToEnd, type Finished } from './run-to-end.ts';

export type IngestMeasured = Omit<Finished, 'said' | 'code'> & {
  fileBytes: number;
  /** Why the figures are not those of so many rows: they did not all arrive. */
  problem: string | undefined;
};

/**
 * Runs the built program's `ingest` on one run file, under a prefix of its own, and looks whether all rows arrived.
 * Removes everything it has written.
 *
 * @param isSink the server keeps nothing: indices are not set up, and the program alone says how many arrived
 */
export async function measureIngest(
  url: string,
  { rows, form, isSink }: { rows: number; form: Form; isSink: boolean },
): Promise<IngestMeasured> {
  const workspace = await createWorkspace(url);
  const { folder, prefix, aside: top } = workspace;
  try {
    const { bytes } = await writeRunFile(folder, { id: 'run', project: 'benchmark', rows, form });
    mkdirSync(join(top, 'program'));
    writeFileSync(
      join(top, 'runlens.config.json'),
      JSON.stringify({ elasticsearch: { nodes: [url] }, prefix }),
    );
    const args = ['--format', 'json', 'ingest', folder, ...(isSink ? ['--no-setup'] : [])];
    const program = copyProgram(join(top, 'program'));
    const { code, said, ...figures } = await runToEnd(
      startProgram(program, args, { log: join(top, 'ingest.log'), cwd: top }),
    );
    const problem =
      problemIn(said, code, rows) ?? (isSink ? undefined : await missing(url, `${prefix}-images`, rows));
    return { ...figures, fileBytes: bytes, problem };
  } finally {
    await workspace.remove();
  }
}

type Summary = { documents: { images: number }; errors: { errors: { message: string }[] }[] };

/** What the program says of itself, in a few words. */
function problemIn(said: string, code: number | string, rows: number): string | undefined {
  const from = said.startsWith('{\n') ? 0 : said.lastIndexOf('\n{\n');
  if (from === -1) return `ended with ${code}: ${said.slice(-200)}`;
  // What else it says, its log, comes before.
  const [text = ''] = /\{[^]*\n\}/.exec(said.slice(from)) ?? [];
  const { documents, errors } = JSON.parse(text) as Summary;
  if (errors.length > 0) return `rejected: ${errors[0]?.errors[0]?.message ?? 'without a reason'}`;
  if (documents.images !== rows) return `only ${documents.images} rows`;
  return code === 0 ? undefined : `ended with ${code}`;
}

async function missing(url: string, index: string, rows: number): Promise<string | undefined> {
  await fetch(`${url}/${index}/_refresh`, { method: 'POST' });
  const answer = await fetch(`${url}/${index}/_count`);
  const { count } = (await answer.json()) as { count: number };
  return count === rows ? undefined : `only ${count} rows are there`;
}
