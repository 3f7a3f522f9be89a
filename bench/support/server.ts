/** The server that a benchmark measures against: the one at ELASTICSEARCH_URL, else one of its own. */

import { startElasticsearch } from '../../src/adapters/server/start.ts';

export type Server = {
  url: string;
  /** What it is, for the results, such as `Elasticsearch 9.2.8`. */
  name: string;
  stop: () => Promise<void>;
};

/** Throws with a sentence where none can be had. What it starts also ends with this process. */
export async function openServer(): Promise<Server> {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130));
  const started = await startElasticsearch({
    environment: process.env,
    report: (message) => void process.stderr.write(`${message}\n`),
  });
  if (started.type !== 'started')
    throw new Error(
      started.type === 'start-interrupted' ? 'Interrupted.' : `${started.reason} ${started.advice}`,
    );
  const { url, version = await askVersion(url), stop } = started.server;
  return { url, name: `Elasticsearch ${version}`, stop };
}

async function askVersion(url: string): Promise<string> {
  const answer = await fetch(`${url}/_nodes/_local?filter_path=nodes.*.version`);
  const { nodes = {} } = (await answer.json()) as { nodes?: Record<string, { version?: string }> };
  return Object.values(nodes)[0]?.version ?? 'of unknown version';
}
