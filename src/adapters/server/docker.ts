import type * as testcontainersModule from 'testcontainers';
import { isHealthy, poll, serverVersion } from './readiness.ts';
import type { ServerStarted, StartInterrupted, StartRequest } from './server.ts';

type Testcontainers = typeof testcontainersModule;
type DockerDaemon = Awaited<ReturnType<Testcontainers['getContainerRuntimeClient']>>;

const port = 9200;
const daemonMilliseconds = 1_500;
const startMilliseconds = 180_000;

export type DockerOutcome =
  | ServerStarted
  | StartInterrupted
  | { type: 'no-docker'; reason: string; isInstallable: boolean }
  | { type: 'docker-failed'; reason: string };

/**
 * Starts a single node in a container that testcontainers removes again, even when this process is killed.
 * Which daemon: testcontainers' own rules, from the environment of the process (`DOCKER_HOST` and the like).
 */
export async function startWithDocker(request: StartRequest): Promise<DockerOutcome> {
  // A development dependency: in an installed product it may be missing, and then so is this way.
  const testcontainers = await import('testcontainers').catch(() => undefined);
  if (testcontainers === undefined) {
    return { type: 'no-docker', reason: 'the package testcontainers is not installed', isInstallable: false };
  }
  const daemon = await answeringDaemon(testcontainers);
  if (daemon === undefined) {
    return { type: 'no-docker', reason: 'no Docker daemon answers', isInstallable: true };
  }
  const image =
    request.environment['RUNLENS_ELASTICSEARCH_IMAGE'] ||
    `docker.elastic.co/elasticsearch/elasticsearch:${request.version}`;
  try {
    return await startImage(testcontainers, daemon, image, request);
  } catch (error) {
    if (request.signal?.aborted) return { type: 'start-interrupted' };
    return { type: 'docker-failed', reason: `Docker cannot start ${image}: ${String(error)}` };
  }
}

/** A daemon that hangs is no daemon: without this limit a dead DOCKER_HOST would hold everything up. */
async function answeringDaemon(testcontainers: Testcontainers): Promise<DockerDaemon | undefined> {
  const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), daemonMilliseconds);
  const daemon = testcontainers.getContainerRuntimeClient().catch(() => undefined);
  return Promise.race([daemon, tooLate]).finally(() => clearTimeout(timer));
}

async function startImage(
  testcontainers: Testcontainers,
  daemon: DockerDaemon,
  image: string,
  { report, signal }: StartRequest,
): Promise<DockerOutcome> {
  const name = testcontainers.ImageName.fromString(image);
  if (!(await daemon.image.exists(name))) {
    report(`Fetching the Docker image ${image} (once).`);
    await orAborted(daemon.image.pull(name), signal);
  }
  signal?.throwIfAborted();
  report(`Starting ${image} with Docker.`);
  const { host } = daemon.info.containerRuntime;
  const container = await describe(testcontainers, image, host).start();
  const url = `http://${isLocal(host) ? '127.0.0.1' : host}:${container.getMappedPort(port)}`;
  const ready = await poll(() => isHealthy(url), {
    deadline: performance.now() + startMilliseconds,
    hasEnded: async () => !(await daemon.container.getById(container.getId()).inspect()).State.Running,
    signal,
  }).catch((error: unknown) => stopAndThrow(container, error));
  const stop = async () => void (await container.stop());
  if (ready.type === 'there') {
    return { type: 'started', server: { url, origin: 'docker', version: await serverVersion(url), stop } };
  }
  await stop();
  if (ready.type === 'aborted') return { type: 'start-interrupted' };
  const manner = ready.type === 'ended' ? 'it ended' : `no answer within ${startMilliseconds / 1000} s`;
  return { type: 'docker-failed', reason: `Docker cannot start ${image}: ${manner} while starting` };
}

function describe(testcontainers: Testcontainers, image: string, host: string) {
  /** A server without security must not be seen from outside, and only the protected field can say so. */
  class LoopbackContainer extends testcontainers.GenericContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      if (!isLocal(host)) return;
      this.hostConfig.PortBindings = { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '0' }] };
    }
  }
  return (
    new LoopbackContainer(image)
      .withExposedPorts(port)
      .withEnvironment({
        'discovery.type': 'single-node',
        'xpack.security.enabled': 'false',
        'xpack.ml.enabled': 'false',
        'xpack.watcher.enabled': 'false',
        'ingest.geoip.downloader.enabled': 'false',
        'cluster.routing.allocation.disk.threshold_enabled': 'false',
        ES_JAVA_OPTS: '-Xms512m -Xmx512m -XX:TieredStopAtLevel=1',
      })
      // Waits for nothing: we wait ourselves, where a signal can end it.
      .withWaitStrategy(testcontainers.Wait.forAll([]))
  );
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1';
}

/** The daemon goes on pulling, which does no harm; we need not wait for it. */
async function orAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('interrupted'));
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}

async function stopAndThrow(
  container: testcontainersModule.StartedTestContainer,
  error: unknown,
): Promise<never> {
  await container.stop();
  throw error;
}
