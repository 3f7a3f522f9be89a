import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tellingLine } from './output-tail.ts';
import { runCommand } from './run-command.ts';
import type { CommandOutcome } from './run-command.ts';
import type { StartRequest } from './server.ts';

const coordinates = 'org.elasticsearch.distribution.integ-test-zip:elasticsearch';
const stagingPrefix = 'partial-';
const staleAfterMilliseconds = 60 * 60 * 1000;

export type ArchiveOutcome =
  | { type: 'unpacked'; home: string }
  | { type: 'no-maven' }
  | { type: 'archive-failed'; reason: string };

/**
 * The folder of an unpacked server, fetched with Maven the first time. It is unpacked in a temporary folder and then
 * renamed, so that a folder of the final name is always complete, even after a kill or with concurrent starts.
 */
export async function unpackedArchive(
  request: StartRequest,
  cache: string,
  javaHome: string,
): Promise<ArchiveOutcome> {
  const servers = join(cache, 'elasticsearch');
  const home = join(servers, request.version);
  if (await exists(home)) return { type: 'unpacked', home };
  if ((await runCommand('mvn', ['--version'], { environment: request.environment })).type !== 'done') {
    return { type: 'no-maven' };
  }
  const staging = join(servers, stagingPrefix + randomUUID());
  try {
    const created = await mkdir(staging, { recursive: true });
    await openToAll(created ?? staging);
  } catch (error) {
    return { type: 'archive-failed', reason: `Cannot make the folder ${staging}: ${String(error)}` };
  }
  try {
    await removeStale(servers);
    const reason = await fetchInto(staging, request, javaHome);
    if (reason !== undefined) return { type: 'archive-failed', reason };
    const unpacked = join(staging, `elasticsearch-${request.version}`);
    await openToAll(unpacked);
    await rename(unpacked, home).catch(async (cause: unknown) => {
      // Another process was faster: its folder is the same.
      if (!(await exists(home))) throw cause;
    });
    return { type: 'unpacked', home };
  } catch (error) {
    return { type: 'archive-failed', reason: `Cannot keep the server in ${servers}: ${String(error)}` };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Fetches and unpacks the archive into the folder.
 *
 * @returns the reason if it failed
 */
async function fetchInto(
  staging: string,
  { version, report, environment, signal }: StartRequest,
  javaHome: string,
): Promise<string | undefined> {
  report(`Fetching Elasticsearch ${version} (about 100 MB, once).`);
  const fetched = await runCommand(
    'mvn',
    [
      '-B',
      '-q',
      'dependency:copy',
      `-Dartifact=${coordinates}:${version}:zip`,
      `-DoutputDirectory=${staging}`,
    ],
    { folder: staging, environment, signal },
  );
  if (fetched.type !== 'done') return `Maven cannot fetch ${coordinates}:${version}: ${explain(fetched)}`;
  const zip = join(staging, `elasticsearch-${version}.zip`);
  let unpacked = await runCommand('unzip', ['-q', zip], { folder: staging, signal });
  if (unpacked.type === 'command-not-found') {
    unpacked = await runCommand(join(javaHome, 'bin', 'jar'), ['xf', zip], { folder: staging, signal });
  }
  if (unpacked.type !== 'done') return `Cannot unpack ${zip}: ${explain(unpacked)}`;
  return undefined;
}

function explain(outcome: Exclude<CommandOutcome, { type: 'done' }>): string {
  if (outcome.type === 'command-not-found') return 'the program is missing';
  return tellingLine(outcome.output);
}

/** The server may run as another user, which a strict umask would exclude. */
async function openToAll(folder: string): Promise<void> {
  await runCommand('chmod', ['-R', 'a+rX', folder]);
}

/** Removes folders that killed processes have left: to unpack one takes far less than an hour. */
async function removeStale(servers: string): Promise<void> {
  for (const name of await readdir(servers)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const folder = join(servers, name);
    const details = await stat(folder).catch(() => undefined);
    if (details !== undefined && Date.now() - details.mtimeMs > staleAfterMilliseconds) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
