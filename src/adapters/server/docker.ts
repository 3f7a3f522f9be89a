import { describeContainer } from './docker-container.ts';
import type { DockerContainer, DockerDaemon, Testcontainers } from './docker-container.ts';
import { isHealthy, poll, serverVersion } from './readiness.ts';
import type { ServerStarted, StartInterrupted, StartRequest } from './server.ts';

const daemonMilliseconds = 1_500;
const startMilliseconds = 180_000;

export type DockerOutcome =
  | ServerStarted
  | StartInterrupted
  | { type: 'no-docker'; reason: string; isInstallable: boolean }
  | { type: 'docker-failed'; reason: string };

/**
 * Starts a single node in a container. We remove it; where we are killed, testcontainers' reaper does.
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
    await pullIfMissing(testcontainers, daemon, image, request);
    request.signal?.throwIfAborted();
    request.report(`Starting ${image} with Docker.`);
    return await run(describeContainer(testcontainers, daemon, image), request.signal);
  } catch (error) {
    if (request.signal?.aborted) return { type: 'start-interrupted' };
    return dockerFailed(image, messageOf(error));
  }
}

/** A daemon that hangs is no daemon: without this limit a dead DOCKER_HOST would hold everything up. */
async function answeringDaemon(testcontainers: Testcontainers): Promise<DockerDaemon | undefined> {
  const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), daemonMilliseconds);
  const daemon = testcontainers.getContainerRuntimeClient().catch(() => undefined);
  return Promise.race([daemon, tooLate]).finally(() => clearTimeout(timer));
}

async function pullIfMissing(
  testcontainers: Testcontainers,
  daemon: DockerDaemon,
  image: string,
  { report, signal }: StartRequest,
): Promise<void> {
  const name = testcontainers.ImageName.fromString(image);
  if (await daemon.image.exists(name)) return;
  report(`Fetching the Docker image ${image} (once).`);
  // After an abort the daemon goes on pulling, which does no harm; we need not wait for it.
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('interrupted'));
  signal?.addEventListener('abort', abort, { once: true });
  await Promise.race([daemon.image.pull(name), aborted]).finally(() =>
    signal?.removeEventListener('abort', abort),
  );
}

/** CREATED --(start)--> RUNNING --(health)--> READY; from each, whatever else happens, REMOVED. */
async function run(container: DockerContainer, signal: AbortSignal | undefined): Promise<DockerOutcome> {
  try {
    const { url } = await container.start();
    const deadline = performance.now() + startMilliseconds;
    const ready = await poll(() => isHealthy(url), { deadline, hasEnded: container.hasEnded, signal });
    if (ready.type === 'there') {
      const stop = () => container.remove();
      return { type: 'started', server: { url, origin: 'docker', version: await serverVersion(url), stop } };
    }
    const manner =
      ready.type === 'ended' ? 'it ended' : `it did not answer within ${startMilliseconds / 1000} s`;
    throw new Error(`${manner} while starting`);
  } catch (error) {
    const words = await container.lastWords().catch(() => undefined);
    await container.remove();
    throw words === undefined ? error : new Error(`${messageOf(error)}: ${words}`, { cause: error });
  }
}

function dockerFailed(image: string, message: string): DockerOutcome {
  return {
    type: 'docker-failed',
    reason: `Docker cannot start ${image}: ${message.replace(/\s*\.\s*$/, '')}`,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
