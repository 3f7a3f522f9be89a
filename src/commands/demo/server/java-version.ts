export type JavaRuntime = { home: string; major: number };

/** Reads the output of `java -XshowSettings:properties -version`. Java 8 calls itself 1.8. */
export function parseJavaRuntime(output: string): JavaRuntime | undefined {
  const home = /^\s*java\.home = (.+?)\s*$/m.exec(output)?.[1];
  const major = /^\s*java\.specification\.version = (?:1\.)?(\d+)\s*$/m.exec(output)?.[1];
  return home === undefined || major === undefined ? undefined : { home, major: Number(major) };
}

/** The oldest Java that a release of Elasticsearch runs on. */
export function requiredJavaMajor(elasticsearchVersion: string): number {
  return Number.parseInt(elasticsearchVersion, 10) >= 9 ? 21 : 17;
}

/** The lowest version that fits: a release is tested with the Java of its time, seldom with a much later one. */
export function chooseJava(runtimes: JavaRuntime[], minimum: number): JavaRuntime | undefined {
  return runtimes
    .filter(({ major }) => major >= minimum)
    .toSorted((one, other) => one.major - other.major)
    .at(0);
}
