import { SingleBar } from 'cli-progress';
import { oneLine } from './text.ts';

type Progress = {
  /** How much is done of the total, and what is being done. */
  update: (done: number, detail?: string) => void;
  /** Removes the bar; what is printed next starts on a clean line. */
  stop: () => void;
};

type Options = { stream: NodeJS.WritableStream; isTerminal: boolean; total: number };

const silent: Progress = { update: () => {}, stop: () => {} };

/** A bar on a terminal; nothing at all elsewhere, so that logs stay free of control characters. */
export function startProgress({ stream, isTerminal, total }: Options): Progress {
  if (!isTerminal) return silent;
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage}%  {value}/{total}  {detail}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    clearOnComplete: true,
    emptyOnZero: true,
    // Signals belong to the command, which finishes what is in flight.
    gracefulExit: false,
  });
  bar.start(total, 0, { detail: '' });
  return {
    update: (done, detail) =>
      detail === undefined ? bar.update(done) : bar.update(done, { detail: oneLine(detail) }),
    stop: () => bar.stop(),
  };
}
