import type * as testcontainersModule from 'testcontainers';
import { demultiplex } from './docker-log.ts';
import { tellingLine } from './output-tail.ts';

export type Testcontainers = typeof testcontainersModule;
export type DockerDaemon = Awaited<ReturnType<Testcontainers['getContainerRuntimeClient']>>;

const port = 9200;

/** A container, whether it is created and running or not. */
export type DockerContainer = {
  start: () => Promise<{ url: string }>;
  hasEnded: () => Promise<boolean>;
  /** The most informative line of its log, if it has any. */
  lastWords: () => Promise<string | undefined>;
  /** Ends it and removes it with its volumes, if it was created. */
  remove: () => Promise<void>;
};

/** Describes a single node without security, with a small heap, reachable from this machine only. */
export function describeContainer(
  testcontainers: Testcontainers,
  daemon: DockerDaemon,
  image: string,
): DockerContainer {
  const { host } = daemon.info.containerRuntime;
  const isLocal = host === 'localhost' || host === '127.0.0.1';
  let id: string | undefined;

  /** Adds what testcontainers has no method for: the address to listen on, and the id if the start fails. */
  class LoopbackContainer extends testcontainers.GenericContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      // A daemon on another machine would listen on that machine's loopback address, out of reach.
      if (isLocal) {
        this.hostConfig.PortBindings = { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '0' }] };
      }
    }

    protected override async containerCreated(containerId: string): Promise<void> {
      id = containerId;
    }
  }
  const description = new LoopbackContainer(image)
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
    // Does not wait: run() waits, and a signal can end that.
    .withWaitStrategy(testcontainers.Wait.forAll([]));

  const created = () => (id === undefined ? undefined : daemon.container.getById(id));
  return {
    async start() {
      const container = await description.start();
      return { url: `http://${isLocal ? '127.0.0.1' : host}:${container.getMappedPort(port)}` };
    },
    hasEnded: async () => (await created()?.inspect())?.State.Running !== true,
    async lastWords() {
      const log = await created()?.logs({ stdout: true, stderr: true, follow: false, tail: 200 });
      return log === undefined || log.length === 0 ? undefined : tellingLine(demultiplex(log));
    },
    async remove() {
      await created()?.remove({ force: true, v: true });
      id = undefined;
    },
  };
}
