import { homedir } from 'node:os';
import { unpackedArchive } from './archive.ts';
import { startBareServer } from './bare-server.ts';
import { cacheFolder } from '../../../process/cache-folder.ts';
import { findJava } from './find-java.ts';
import { requiredJavaMajor } from './java-version.ts';
import type { ServerStarted, StartInterrupted, StartRequest } from './server.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

export type MavenOutcome =
  | ServerStarted
  | StartInterrupted
  | { type: 'missing'; reason: string }
  | { type: 'maven-failed'; reason: string };

/** Starts the bare server archive that Elastic publishes on Maven Central. */
export async function startFromMaven(request: StartRequest): Promise<MavenOutcome> {
  const { version, environment, report, signal } = request;
  // Its scripts for Windows would need another guard (see guarded-process.ts).
  if (process.platform === 'win32') return { type: 'missing', reason: 'the archive does not run on Windows' };
  const user = await unprivilegedUser();
  const minimum = requiredJavaMajor(version);
  const java = await findJava(minimum, environment, user);
  if (java === undefined) return { type: 'missing', reason: `no JDK ${minimum} or newer was found` };

  const cache = cacheFolder(environment, {
    isRoot: user !== undefined,
    home: environment['HOME'] || homedir(),
  });
  const archive = await unpackedArchive(request, cache, java.home);
  if (signal?.aborted) return { type: 'start-interrupted' };
  if (archive.type === 'no-maven') return { type: 'missing', reason: 'Maven (mvn) was not found' };
  if (archive.type === 'archive-failed') return { type: 'maven-failed', reason: archive.reason };

  report(`Starting Elasticsearch ${version} with Java ${java.major}.`);
  const path = environment['PATH'];
  const outcome = await startBareServer({ home: archive.home, javaHome: java.home, user, path, signal });
  if (outcome.type !== 'start-failed') return outcome;
  return { type: 'maven-failed', reason: `Elasticsearch ${version} does not start: ${outcome.reason}` };
}
