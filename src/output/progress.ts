import { SingleBar } from 'cli-progress';
import { oneLine } from './text.ts';

type Progress = {
  /** @param done of the total; `detail`: the current item */
  update: (done: number, detail?: string) => void;
  /** Removes the bar, so that the next output starts on a clean line. */
  stop: () => void;
};

type Options = { stream: NodeJS.WritableStream; isTerminal: boolean; total: number };

const silent: Progress = { update: () => {}, stop: () => {} };

/** A bar on a terminal; nothing elsewhere, so that logs have no control characters. */
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
    // The command handles signals and finishes its work.
    gracefulExit: false,
  });
  bar.start(total, 0, { detail: '' });
  return {
    update: (done, detail) =>
      detail === undefined ? bar.update(done) : bar.update(done, { detail: oneLine(detail) }),
    stop: () => bar.stop(),
  };
}
