import { parseArgs } from 'node:util';

export type KnownArguments = {
  files: number;
  /** Between scans, with the watcher and by polling. */
  scanSeconds: number;
  quietSeconds: number;
  /** How many scans to look at the memory after. */
  scans: number;
  out: string | undefined;
  /** A folder for a processor profile of each daemon. */
  profile: string | undefined;
  ways: ('watcher' | 'poll')[];
};

/** Throws with a sentence for what is no number. */
export function readKnownArguments(): KnownArguments {
  const { values } = parseArgs({
    options: {
      files: { type: 'string', default: '100000' },
      'scan-seconds': { type: 'string', default: '20' },
      'quiet-seconds': { type: 'string', default: '60' },
      scans: { type: 'string', default: '5' },
      only: { type: 'string' },
      out: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  function number(name: 'files' | 'scan-seconds' | 'quiet-seconds' | 'scans') {
    const value = Number(values[name]);
    if (!(value >= 1)) throw new Error(`--${name} must be a number from 1 on, not "${values[name]}".`);
    return value;
  }
  const ways = (['watcher', 'poll'] as const).filter(
    (way) => values.only === undefined || values.only === way,
  );
  if (ways.length === 0) throw new Error('--only is watcher or poll.');
  return {
    files: number('files'),
    scanSeconds: number('scan-seconds'),
    quietSeconds: number('quiet-seconds'),
    scans: number('scans'),
    out: values.out,
    profile: values.profile,
    ways,
  };
}
