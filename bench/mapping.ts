/**
 * Tries variants of the mapping of image rows against the one that is shipped.
 *
 *   npm run bench:mapping -- [--rows 300000] [--rounds 3] [--group id,place,settings,fields,documents,together]
 *                            [--only TEXT] [--again] [--filling] [--name mapping]
 *
 * `--again` writes all rows a second time, over those that are there; `--filling` asks no questions. Uses the
 * Elasticsearch at ELASTICSEARCH_URL, or one of its own.
 */

import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createClient } from '../src/adapters/elasticsearch/client.ts';
import { startElasticsearch } from '../src/commands/demo/server/start.ts';
import { makeBodies } from './mapping/bodies.ts';
import { aliasOfPlace, measure, type Place } from './mapping/measure.ts';
import { shippedRecipe, type Variant } from './mapping/recipe.ts';
import { mappingTable, type Rounds } from './mapping/report.ts';
import { openServer } from './mapping/server.ts';
import { variants } from './mapping/variants.ts';
import { count } from './support/arguments.ts';
import { describeMachine } from './support/machine.ts';
import { writeResults } from './support/report.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '3' },
    group: { type: 'string' },
    only: { type: 'string' },
    again: { type: 'boolean', default: false },
    filling: { type: 'boolean', default: false },
    name: { type: 'string', default: 'mapping' },
  },
});
const [rows, rounds] = [count('rows', values.rows), count('rounds', values.rounds)];
const groups = values.group?.split(',');

function tell(message: string) {
  return void process.stderr.write(`${message}\n`);
}

const shipped: Variant = { name: 'as shipped', group: '', change: (recipe) => recipe };
const chosen = variants
  .filter(({ group }) => groups === undefined || groups.includes(group))
  .filter(({ name }) => values.only === undefined || name.includes(values.only));
if (chosen.length === 0) throw new Error('No variant has such a group and name.');

for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => process.exit(130));
const started = await startElasticsearch({ environment: process.env, report: tell });
if (started.type !== 'started')
  throw new Error(
    started.type === 'start-interrupted' ? 'Interrupted.' : `${started.reason} ${started.advice}`,
  );
const { url, version, stop } = started.server;
const connection = { nodes: [url], requestTimeoutMilliseconds: 60_000, compression: false };
const client = createClient(connection, version?.startsWith('8') ? 8 : 9);
const place: Place = { server: openServer(url), client, prefix: `bench-${randomUUID().slice(0, 8)}` };

try {
  const base = shippedRecipe();
  const contenders = [shipped, ...chosen].map((variant) => ({ ...variant, recipe: variant.change(base) }));
  const shippedBodies = makeBodies(base, rows, aliasOfPlace(place));
  const bodiesOf = ({ recipe }: (typeof contenders)[number]) =>
    recipe.action === base.action && recipe.body === base.body
      ? shippedBodies
      : makeBodies(recipe, rows, aliasOfPlace(place));
  const results: Rounds[] = contenders.map(({ name, loses }) => ({
    name,
    megabytesSent: 0,
    rounds: [],
    ...(loses === undefined ? {} : { loses }),
  }));
  tell('Warming up.');
  await measure(place, base, shippedBodies, { again: false, fields: false, questions: !values.filling });
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      // Each round begins with another one: none is always the first after a pause.
      const position = (turn + round) % contenders.length;
      const [contender, result] = [contenders[position], results[position]];
      if (contender === undefined || result === undefined) continue;
      const bodies = bodiesOf(contender);
      const options = { again: values.again, fields: round === 0, questions: !values.filling };
      const measured = await measure(place, contender.recipe, bodies, options);
      result.rounds.push(measured);
      result.megabytesSent = bodies.bytes / 1e6;
      tell(
        `${round + 1}/${rounds} ${contender.name}: ${Math.round(measured.rowsPerSecond)} rows/s, ` +
          `${measured.processorPerRow.toFixed(1)} µs/row, ${measured.merged.bytesPerRow.toFixed(1)} bytes/row merged`,
      );
    }
  }
  process.stdout.write(`${rows} rows, ${rounds} rounds, medians; "=" is within 3 %.\n\n`);
  process.stdout.write(mappingTable(results));
  const machine = describeMachine(`Elasticsearch ${version ?? `at ${url}`}`);
  tell(`\nWritten to ${writeResults(values.name, { machine, rows, results })}`);
} finally {
  await client.close();
  place.server.agent.destroy();
  await stop();
}
