/** The folders of one run of a server. */
export type ServerFolders = { config: string; data: string; logs: string; temporary: string };

/** The configuration of a server for tests and demonstrations, as file names and contents. */
export function bareConfiguration(folders: ServerFolders): Record<string, string> {
  return {
    'elasticsearch.yml': elasticsearchYml(folders),
    'jvm.options': jvmOptions(folders),
    'log4j2.properties': log4jProperties,
  };
}

/** The server chooses both ports and writes them to a file. To look for free ports first would be a race. */
function elasticsearchYml(folders: ServerFolders): string {
  const settings = {
    'cluster.name': 'runlens',
    'node.name': 'runlens',
    'discovery.type': 'single-node',
    'network.host': '127.0.0.1',
    'http.port': 0,
    'transport.port': 0,
    'node.portsfile': true,
    'path.data': folders.data,
    'path.logs': folders.logs,
    'xpack.security.enabled': false,
    // A nearly full disk must not prevent a temporary server from allocating its shards.
    'cluster.routing.allocation.disk.threshold_enabled': false,
  };
  // JSON scalars are valid YAML, with paths quoted.
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  return lines.join('');
}

/** For a short start, half of which is compilation. The heap is not touched before it is used. */
function jvmOptions(folders: ServerFolders): string {
  return [
    '-Xms1g',
    '-Xmx1g',
    '-XX:-AlwaysPreTouch',
    '-XX:+UseSerialGC',
    '-XX:+ExitOnOutOfMemoryError',
    `-XX:ErrorFile=${folders.logs}/hs_err_pid%p.log`,
    `-Djava.io.tmpdir=${folders.temporary}`,
    '',
  ].join('\n');
}

/** Warnings and errors only, to standard output: the message of a failed start quotes them. */
const log4jProperties = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`;
