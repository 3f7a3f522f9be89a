import { startWithDocker } from './docker.ts';
import { requiredJavaMajor } from './java-version.ts';
import { startFromMaven } from './maven.ts';
import type {
  ElasticsearchServer,
  ServerStarted,
  ServerUnavailable,
  StartInterrupted,
  StartOptions,
} from './server.ts';

const newestVersion = '9.2.8';

/**
 * A real Elasticsearch for the demo and the tests, without security, that does not outlive this process: the one at
 * `ELASTICSEARCH_URL` if that is set (it is never stopped), else Docker if a daemon answers, else the archive from Maven
 * Central with a JDK of this machine. If an image of `RUNLENS_ELASTICSEARCH_IMAGE` fails, the archive does not replace it.
 */
export async function startElasticsearch(
  options: StartOptions,
): Promise<ServerStarted | ServerUnavailable | StartInterrupted> {
  const { environment, report, signal, version = newestVersion } = options;
  if (signal?.aborted) return { type: 'start-interrupted' };
  const url = environment['ELASTICSEARCH_URL'];
  if (url)
    return { type: 'started', server: { url, origin: 'url', version: undefined, stop: async () => {} } };

  const request = { ...options, version };
  const docker = await startWithDocker(request);
  if (docker.type === 'started') return { type: 'started', server: stoppedBy(signal, docker.server) };
  if (docker.type === 'start-interrupted') return docker;
  if (docker.type === 'docker-failed') {
    if (environment['RUNLENS_ELASTICSEARCH_IMAGE']) {
      return unavailable(`${docker.reason}.`, `${docker.advice}, or set ${A_SERVER}.`);
    }
    report(`${docker.reason}. Trying the archive from Maven Central instead.`);
  }

  const maven = await startFromMaven(request);
  if (maven.type === 'started') return { type: 'started', server: stoppedBy(signal, maven.server) };
  if (maven.type === 'start-interrupted') return maven;
  if (maven.type === 'maven-failed') {
    return unavailable(`${maven.reason}.`, `Correct the cause, or set ${A_SERVER}.`);
  }
  return unavailable(
    `No Elasticsearch ${version} can be started here: ${docker.reason}, and ${maven.reason}.`,
    `${docker.advice}, or install Maven and a JDK ${requiredJavaMajor(version)} or newer, or set ELASTICSEARCH_URL.`,
  );
}

const A_SERVER = 'ELASTICSEARCH_URL to a running Elasticsearch';

function unavailable(reason: string, advice: string): ServerUnavailable {
  return { type: 'server-unavailable', reason, advice };
}

/** The server with a `stop` that may be called repeatedly, and that is called when the signal is aborted. */
function stoppedBy(signal: AbortSignal | undefined, server: ElasticsearchServer): ElasticsearchServer {
  let stopping: Promise<void> | undefined;
  function stop() {
    signal?.removeEventListener('abort', stopUnasked);
    stopping ??= server.stop();
    return stopping;
  }
  const stopUnasked = () => void stop();
  signal?.addEventListener('abort', stopUnasked, { once: true });
  if (signal?.aborted) stopUnasked();
  return { ...server, stop };
}
