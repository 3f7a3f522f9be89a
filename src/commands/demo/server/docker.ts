import { describeContainer } from './docker-container.ts';
import type { DockerContainer, DockerDaemon, Testcontainers } from './docker-container.ts';
import { isHealthy, poll, serverVersion } from './readiness.ts';
import { runCommand } from './run-command.ts';
import type { ServerStarted, StartInterrupted, StartRequest } from './server.ts';

const daemonMilliseconds = 1_500;
const startMilliseconds = 180_000;

export type DockerOutcome =
  | ServerStarted
  | StartInterrupted
  | { type: 'no-docker' | 'docker-failed'; reason: string; advice: string };

/**
 * Starts a single node in a container. It is removed when it is stopped, and by testcontainers' reaper when this
 * process is killed. testcontainers chooses the daemon from the environment of the process (`DOCKER_HOST` and the like).
 *
 * @param load testcontainers is an optional peer dependency: an installed runlens needs it for the demo alone
 */
export async function startWithDocker(
  request: StartRequest,
  load: () => Promise<Testcontainers> = () => import('testcontainers'),
): Promise<DockerOutcome> {
  const testcontainers = await load().catch(() => undefined);
  if (testcontainers === undefined) {
    return (await isDockerRunning(request))
      ? {
          type: 'docker-failed',
          reason: 'Docker answers, but the package testcontainers is missing',
          advice: INSTALL,
        }
      : { ...NO_DOCKER, advice: `Start Docker and ${INSTALL.toLowerCase()}` };
  }
  const daemon = await answeringDaemon(testcontainers);
  if (daemon === undefined) return NO_DOCKER;
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

const INSTALL = 'Install the package testcontainers beside runlens';
const NO_DOCKER = { type: 'no-docker', reason: 'no Docker daemon answers', advice: 'Start Docker' } as const;

/** Asks without testcontainers. */
async function isDockerRunning({ environment }: StartRequest): Promise<boolean> {
  const signal = AbortSignal.timeout(daemonMilliseconds);
  return (await runCommand('docker', ['version'], { environment, signal })).type === 'done';
}

/** With a limit of time, because a dead DOCKER_HOST would block everything. */
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
  // After an abort the daemon continues to pull, which does no harm and is not awaited.
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('interrupted'));
  signal?.addEventListener('abort', abort, { once: true });
  await Promise.race([daemon.image.pull(name), aborted]).finally(() =>
    signal?.removeEventListener('abort', abort),
  );
}

/** CREATED --(start)--> RUNNING --(health)--> READY; from each state to REMOVED if anything fails. */
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
    advice: 'Correct what Docker reports',
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
