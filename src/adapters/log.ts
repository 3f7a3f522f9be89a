import { pino, stdTimeFunctions, type Logger } from 'pino';
import type { Log } from '../ingest/ports/log.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** A stream of the process, by its file descriptor, or another one. */
type Destination = NodeJS.WritableStream & { isTTY?: boolean; fd?: number };

/**
 * A log of JSON lines, or of lines for people on a terminal. Writes to a file descriptor are synchronous, so that the last
 * line is not lost when the process ends.
 */
export async function createLog(level: Level, stream: Destination): Promise<Log> {
  const formatters = { level: (label: string) => ({ level: label }) };
  const options = { level, base: {}, timestamp: stdTimeFunctions.isoTime, formatters };
  const { fd } = stream;
  if (stream.isTTY !== true)
    return asPort(pino(options, fd === undefined ? stream : pino.destination({ fd, sync: true })));
  const { default: prettify } = await import('pino-pretty');
  return asPort(
    pino(
      options,
      prettify({
        destination: fd ?? stream,
        sync: true,
        colorize: true,
        singleLine: true,
        translateTime: 'SYS:HH:MM:ss',
      }),
    ),
  );
}

function asPort(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
