import { pino, stdTimeFunctions, type Logger } from 'pino';
import type { Log } from '../ingest/ports/world.ts';

type LogOptions = { level: 'debug' | 'info' | 'warn' | 'error'; pretty: boolean };

/** Logs to standard error: JSON lines, or for people where that is a terminal. Synchronous, so that no last line is lost. */
export async function createLog({ level, pretty }: LogOptions): Promise<Log> {
  const formatters = { level: (label: string) => ({ level: label }) };
  const options = { level, base: {}, timestamp: stdTimeFunctions.isoTime, formatters };
  if (!pretty) return asPort(pino(options, pino.destination({ fd: 2, sync: true })));
  const { default: prettify } = await import('pino-pretty');
  return asPort(
    pino(
      options,
      prettify({
        destination: 2,
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
