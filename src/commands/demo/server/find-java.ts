import { access, constants, readdir, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chooseJava, parseJavaRuntime } from './java-version.ts';
import type { JavaRuntime } from './java-version.ts';
import { runCommand, type UnixUser } from './run-command.ts';

/** Folders with one Java per entry. On macOS its home is two levels further down. */
const javaFolders = ['/usr/lib/jvm', '/usr/lib64/jvm', '/usr/java', '/opt/java'];
const macJavaFolder = '/Library/Java/JavaVirtualMachines';

/**
 * Finds a Java of at least `minimum`: `ES_JAVA_HOME` if it fits, because it is set for this purpose, else the lowest
 * version that fits among `JAVA_HOME`, `PATH` and the system's folders. The version is asked for as `user`, so that a Java
 * in a folder closed to that user is not chosen.
 */
export async function findJava(
  minimum: number,
  environment: Record<string, string | undefined>,
  user: UnixUser | undefined,
): Promise<JavaRuntime | undefined> {
  const explicit = environment['ES_JAVA_HOME'];
  if (explicit) {
    const fitting = chooseJava(await inspect([executableIn(explicit)], user), minimum);
    if (fitting !== undefined) return fitting;
  }
  return chooseJava(await inspect(await candidates(environment), user), minimum);
}

async function candidates(environment: Record<string, string | undefined>): Promise<string[]> {
  const homes = await Promise.all([
    ...javaFolders.map((folder) => entries(folder)),
    entries(macJavaFolder).then((versions) => versions.map((version) => join(version, 'Contents', 'Home'))),
    entries(join(environment['HOME'] ?? '', '.sdkman', 'candidates', 'java')),
  ]);
  const javaHome = environment['JAVA_HOME'];
  const path = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    ...(javaHome ? [executableIn(javaHome)] : []),
    ...path.map((folder) => join(folder, 'java')),
    ...homes.flat().map((home) => executableIn(home)),
  ];
}

/** The runtimes of these executables, each once, even if several links lead to it. */
async function inspect(executables: string[], user: UnixUser | undefined): Promise<JavaRuntime[]> {
  const resolved = await Promise.all(executables.map((executable) => resolveExecutable(executable)));
  const distinct = [...new Set(resolved)].filter((executable) => executable !== undefined);
  const runtimes = await Promise.all(distinct.map((executable) => askVersion(executable, user)));
  return runtimes.filter((runtime) => runtime !== undefined);
}

async function askVersion(executable: string, user: UnixUser | undefined): Promise<JavaRuntime | undefined> {
  // Without performance data, the JVM leaves no folder in the temporary folder.
  const questions = ['-XX:-UsePerfData', '-XX:TieredStopAtLevel=1', '-XshowSettings:properties', '-version'];
  const answer = await runCommand(executable, questions, { folder: '/', environment: {}, user });
  return answer.type === 'done' ? parseJavaRuntime(answer.output) : undefined;
}

function executableIn(home: string): string {
  return join(home, 'bin', 'java');
}

async function resolveExecutable(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    return await realpath(path);
  } catch {
    return undefined;
  }
}

async function entries(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
