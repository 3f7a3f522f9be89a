import type { Observer } from '../../ingest/ports/observer.ts';

/** An observer that passes everything on to several observers, in their order. */
export function combineObservers(observers: readonly Observer[]): Observer {
  function toAll(tell: (observer: Observer) => void) {
    for (const observer of observers) tell(observer);
  }
  return {
    documents: (index, count) => toAll((to) => to.documents(index, count)),
    bytesRead: (bytes) => toAll((to) => to.bytesRead(bytes)),
    searchable: (lagSeconds) => toAll((to) => to.searchable(lagSeconds)),
    retried: () => toAll((to) => to.retried()),
    paused: (reason, backOffSeconds) => toAll((to) => to.paused(reason, backOffSeconds)),
    resumed: () => toAll((to) => to.resumed()),
    scanned: (scan) => toAll((to) => to.scanned(scan)),
    folderUnreadable: (reason) => toAll((to) => to.folderUnreadable(reason)),
    files: (counts) => toAll((to) => to.files(counts)),
    watcher: (isUp) => toAll((to) => to.watcher(isUp)),
    started: () => toAll((to) => to.started()),
  };
}
