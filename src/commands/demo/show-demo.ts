/** What the demo shows, once it has a server and a folder: an ingest, the two questions answered, and the daemon. */

import type { Client } from '@elastic/elasticsearch';
import { createSearch } from '../../adapters/elasticsearch/search.ts';
import { hasCredentials, withoutCredentials } from '../../config/node-url.ts';
import type { Config } from '../../config/schema.ts';
import type { Search } from '../../domain/questions/search.ts';
import type { Log } from '../../ingest/ports/log.ts';
import type { Report } from '../../output/report.ts';
import type { Io } from '../../process/io.ts';
import { best } from '../best/best.ts';
import { ingestFolder } from '../ingest/ingest-folder.ts';
import { couldNot } from '../shared/elasticsearch-failure.ts';
import type { Invocation } from '../shared/invocation.ts';
import { NOTHING_TO_PRINT, stoppedBySignal } from '../shared/stopped.ts';
import { connectTo } from '../shared/with-elasticsearch.ts';
import { runDaemon } from '../watch/run-daemon.ts';
import { worstImagesOf } from '../worst-images/worst-images.ts';

type Show = {
  config: Config;
  folder: string;
  /** Whether the demo has started the server itself. */
  isOwn: boolean;
  keep: boolean;
  io: Io;
  print: Invocation['print'];
  log: Log;
  say: (text: string) => void;
};

export async function showDemo(show: Show): Promise<Report> {
  const { config, folder, keep, io, log } = show;
  const connection = await connectTo(config);
  if (connection.type !== 'connected') return couldNot('no Elasticsearch', connection);
  try {
    const ended = await ingestAndAsk(connection.client, show);
    if (ended !== undefined) return ended;
  } finally {
    await connection.client.close();
  }
  sayHowItGoesOn(show);
  return keep ? runDaemon({ config, folder, setup: false, io, log }) : NOTHING_TO_PRINT;
}

/** @returns the report that ends the demo before it is through, or undefined */
async function ingestAndAsk(client: Client, show: Show): Promise<Report | undefined> {
  const { config, folder, isOwn, io, print, log, say } = show;
  const where = isOwn ? '' : ` ${addressOf(config)}`;
  if (!isOwn) say(`All that the demo writes there is under the prefix ${config.prefix}.`);
  say(`\n$ runlens ingest ${folder}${where}`);
  const ingested = await ingestFolder({ client, config, folder, setup: true, io, log });
  if (ingested.type === 'failure' || io.signal.aborted) return ingested;
  await print(ingested);
  for (const { command, answer } of questions(createSearch(client, config.prefix))) {
    if (io.signal.aborted) return stoppedBySignal(io);
    say(`\n$ runlens ${command}${where}`);
    const report = await answer();
    if (report.type === 'failure') return report;
    await print(report);
  }
  return undefined;
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
      answer: () => worstImagesOf(search, { project: segmentation, split: 'validation', count: 10 }),
    },
  ];
}

function sayHowItGoesOn({ config, folder, keep, say }: Show): void {
  if (!keep) {
    say('\nWith --keep the demo goes on, watching its folder.');
    return;
  }
  say(
    `\nWatching ${folder}: copy result files there; it is deleted at the end. Ask from another terminal, until Ctrl-C here:`,
  );
  say(`  runlens best ${addressOf(config)}\n`);
  if (config.elasticsearch.nodes.some(hasCredentials))
    say('The user name and the password go into ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD there.\n');
}

/** The options that name the server and the prefix. */
function addressOf({ elasticsearch, prefix }: Config): string {
  return `--elasticsearch ${elasticsearch.nodes.map(withoutCredentials).join(',')} --prefix ${prefix}`;
}
