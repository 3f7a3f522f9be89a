import type { Config } from '../../config/schema.ts';
import type { Log } from '../../ingest/ports/log.ts';
import type { Io } from '../../process/io.ts';
import type { Report } from '../../output/report.ts';

/** What the commands over a folder are given. */
export type FolderCommand = { config: Config; folder: string; setup: boolean; io: Io; log: Log };

export function noFolder(path: string, why: string): Report {
  return {
    type: 'failure',
    failure: {
      what: 'cannot read the folder',
      on: path,
      why,
      advice: 'Name the folder that the result files are in.',
    },
  };
}
