import { Config } from '../../src/config/schema.ts';
import type { Ports } from '../../src/ingest/ports/ports.ts';
import { openSession } from '../../src/ingest/session.ts';
import { sendLimits } from '../../src/commands/shared/world.ts';

/** Takes all files of the world's folder in, as `ingest` does, up to the judging. Throws where not all rows arrive. */
export async function ingestAll(world: Ports, rows: number): Promise<void> {
  const session = await openSession(world, { limits: sendLimits(Config.parse({}), Infinity) });
  if (session.type !== 'ok') throw new Error(session.reason);
  const found = await world.folder.scan();
  if (found.type !== 'scanned') throw new Error(found.reason);
  const { tally, failure } = await session.value.pass(found.sources, { isYoung: () => false, settle: 0 });
  if (failure !== undefined) throw new Error(failure.reason);
  if (tally.documents.images !== rows)
    throw new Error(`${tally.documents.images} of ${rows} rows arrived: ${JSON.stringify(tally.errors)}`);
}
