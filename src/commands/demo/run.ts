/** Wires `demo`: a real Elasticsearch, the example results in it, and the two questions answered. */

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSearch } from '../../adapters/elasticsearch/search.ts';
import { startElasticsearch } from '../../adapters/server/start.ts';
import { best } from '../best/best.ts';
import { couldNot } from '../shared/elasticsearch-failure.ts';
import { STOPPED } from '../watch/watch.ts';
import { worstImagesCommand } from '../worst-images/worst-images.ts';
import { hasCredentials, withoutCredentials } from '../../config/node-url.ts';
import type { Config } from '../../config/schema.ts';
import type { Sources } from '../../config/source.ts';
import type { Search } from '../../domain/questions/search.ts';
import type { Log } from '../../ingest/ports/world.ts';
import type { Io } from '../../process/io.ts';
import type { ExitCode, Report } from '../../output/report.ts';
import { runIngest } from '../ingest/run.ts';
import { runWatch } from '../watch/run.ts';
import { connectTo } from '../shared/world.ts';

export type DemoOptions = {
  config: Config;
  sources: Sources;
  options: { keep?: true; elasticsearchVersion?: string };
  io: Io;
  print: (report: Report) => ExitCode;
  log: Log;
};

const EXAMPLES = fileURLToPath(new URL('../../../examples/results', import.meta.url));

/**
 * An Elasticsearch that is named by the environment or the flag is used, under a prefix of its own: what is in it
 * already is not the demo's. Without one, the demo starts its own.
 */
export async function runDemo({ config, sources, options, io, print, log }: DemoOptions): Promise<Report> {
  const say = (text: string) => io.stderr.write(`${text}\n`);
  const started = await startElasticsearch({
    environment: withNodes(config, sources, io.environment),
    report: say,
    signal: io.signal,
    ...(options.elasticsearchVersion !== undefined && { version: options.elasticsearchVersion }),
  });
  if (started.type === 'start-interrupted') return { ...STOPPED, exitCode: io.signalExitCode() };
  if (started.type === 'server-unavailable') {
    return {
      type: 'failure',
      failure: { what: 'cannot start the demo', why: started.reason, advice: started.advice },
    };
  }
  const { server } = started;
  const folder = await mkdtemp(join(tmpdir(), 'runlens-demo-'));
  try {
    await cp(EXAMPLES, folder, { recursive: true, preserveTimestamps: true });
    const isOwn = server.origin !== 'url';
    return await showOff({
      config: isOwn
        ? { ...config, elasticsearch: { ...config.elasticsearch, nodes: [server.url] } }
        : { ...config, prefix: `${config.prefix}-demo` },
      isOwn,
      folder,
      keep: options.keep === true,
      io,
      print,
      log,
      say,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
    await server.stop();
  }
}

/** The flag names a server as the variable does. */
function withNodes(config: Config, sources: Sources, environment: Io['environment']): Io['environment'] {
  if (!sources['elasticsearch.nodes'].startsWith('flag')) return environment;
  return { ...environment, ELASTICSEARCH_URL: config.elasticsearch.nodes.join(',') };
}

type Show = Pick<DemoOptions, 'config' | 'io' | 'print' | 'log'> & {
  folder: string;
  /** Whether the demo has started the server itself. */
  isOwn: boolean;
  keep: boolean;
  say: (text: string) => void;
};

async function showOff({ config, folder, isOwn, keep, io, print, log, say }: Show): Promise<Report> {
  const connection = await connectTo(config);
  if (connection.type !== 'connected') return couldNot('no Elasticsearch', connection);
  const { client } = connection;
  const { nodes } = config.elasticsearch;
  const address = `--elasticsearch ${nodes.map(withoutCredentials).join(',')} --prefix ${config.prefix}`;
  const where = isOwn ? '' : ` ${address}`;
  try {
    if (!isOwn) say(`All that the demo writes there is under the prefix ${config.prefix}.`);
    say(`\n$ runlens ingest ${folder}${where}`);
    const ingested = await runIngest({ client, config, folder, setup: true, io, log });
    if (ingested.type === 'failure' || io.signal.aborted) return ingested;
    print(ingested);
    for (const { command, answer } of questions(createSearch(client, config.prefix))) {
      if (io.signal.aborted) return { ...STOPPED, exitCode: io.signalExitCode() };
      say(`\n$ runlens ${command}${where}`);
      const report = await answer();
      if (report.type === 'failure') return report;
      print(report);
    }
  } finally {
    await client.close();
  }
  if (!keep) {
    say('\nWith --keep the demo goes on, watching its folder.');
    return { type: 'result', exitCode: 0, json: undefined, sections: [] };
  }
  say(`\nWatching ${folder}: drop result files there. Ask from another terminal, until Ctrl-C here:`);
  say(`  runlens best ${address}\n`);
  if (nodes.some(hasCredentials))
    say('The user name and the password go into ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD there.\n');
  return runWatch({ config, folder, setup: false, io, log });
}

function questions(search: Search): { command: string; answer: () => Promise<Report> }[] {
  const segmentation = 'digit-segmentation';
  return [
    { command: 'best', answer: () => best(search, { top: 1 }) },
    {
      command: `best --project ${segmentation} --top 5`,
      answer: () => best(search, { project: segmentation, top: 5 }),
    },
    {
      command: `worst-images --project ${segmentation} --count 10`,
      answer: () => worstImagesCommand(search, { project: segmentation, split: 'validation', count: 10 }),
    },
  ];
}
