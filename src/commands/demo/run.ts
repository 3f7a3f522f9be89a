import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startElasticsearch } from './server/start.ts';
import type { Report } from '../../output/report.ts';
import type { Io } from '../../process/io.ts';
import type { Invocation } from '../shared/invocation.ts';
import { openLog } from '../shared/open-log.ts';
import { stoppedBySignal } from '../shared/stopped.ts';
import { withConfig, type Configured } from '../shared/with-config.ts';
import { showDemo } from './show-demo.ts';

type Options = { keep?: true; elasticsearchVersion?: string };

/**
 * Wires `demo`: a real Elasticsearch, the example results in it, and the two questions answered.
 *
 * An Elasticsearch that the environment or the flag names is used, under a prefix of the demo's own: what is in it
 * already is not the demo's. Without one, the demo starts its own.
 */
export function runDemo(options: Options, invocation: Invocation): Promise<Report> {
  return withConfig(invocation, {}, (configured) => demo(configured, options, invocation));
}

async function demo(
  { config, sources }: Configured,
  options: Options,
  { io, print }: Invocation,
): Promise<Report> {
  const say = (text: string) => io.stderr.write(`${text}\n`);
  const started = await startElasticsearch({
    environment: withNodes({ config, sources }, io.environment),
    report: say,
    signal: io.signal,
    ...(options.elasticsearchVersion !== undefined && { version: options.elasticsearchVersion }),
  });
  if (started.type === 'start-interrupted') return stoppedBySignal(io);
  if (started.type === 'server-unavailable') {
    const { reason: why, advice } = started;
    return { type: 'failure', failure: { what: 'cannot start the demo', why, advice } };
  }
  const { server } = started;
  const isOwn = server.origin !== 'url';
  const folder = await mkdtemp(join(tmpdir(), 'runlens-demo-'));
  try {
    const examples = fileURLToPath(new URL('examples/results', io.packageFolder));
    await cp(examples, folder, { recursive: true, preserveTimestamps: true });
    return await showDemo({
      config: isOwn
        ? { ...config, elasticsearch: { ...config.elasticsearch, nodes: [server.url] } }
        : { ...config, prefix: `${config.prefix}-demo` },
      isOwn,
      folder,
      keep: options.keep === true,
      io,
      print,
      log: await openLog(config, io),
      say,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
    await server.stop();
  }
}

/** The flag names a server as the variable does. */
function withNodes({ config, sources }: Configured, environment: Io['environment']): Io['environment'] {
  if (!sources['elasticsearch.nodes'].startsWith('flag')) return environment;
  return { ...environment, ELASTICSEARCH_URL: config.elasticsearch.nodes.join(',') };
}
