import { createLog } from '../../adapters/log.ts';
import type { Config } from '../../config/schema.ts';
import type { Log } from '../../ingest/ports/log.ts';
import type { Io } from '../../process/io.ts';

/** The log on standard error, from the configured level on. */
export function openLog({ log_level: level }: Config, { stderr }: Io): Promise<Log> {
  return createLog(level, stderr);
}
