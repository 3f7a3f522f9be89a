import type { Folder } from '../../ingest/ports/folder.ts';

/** Ten seconds are promised. The rest is for the requests in flight, which a busy server may answer late. */
const GRACE_MILLISECONDS = 6000;

/** A signal that follows another one after the time that work in flight is given to end by itself. */
export function graceAfter(signal: AbortSignal): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  function begin() {
    timer = setTimeout(() => controller.abort(), GRACE_MILLISECONDS);
  }
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin);
  return {
    signal: controller.signal,
    end: () => {
      signal.removeEventListener('abort', begin);
      clearTimeout(timer);
    },
  };
}

/** The same folder, whose long files are left alone once the signal is there: they are read at the next start. */
export function readUntil(signal: AbortSignal, folder: Folder): Folder {
  return {
    ...folder,
    stream: async (path, take) => {
      const streaming = await folder.stream(path, (piece) => !signal.aborted && take(piece));
      return signal.aborted ? { type: 'changing' } : streaming;
    },
  };
}
