import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';

/** Whether Elasticsearch accepts writes at present. */
export type Outage = {
  /** Something failed and will be tried again after the delay, in milliseconds. */
  failed: (failure: ElasticsearchFailure, delay: number) => void;
  /** Something that had failed succeeded: an outage that passes by itself is over. */
  passed: () => void;
  /** Everything that was to be sent is sent: any outage is over. */
  over: () => void;
  /** Milliseconds since the first failure of the outage that lasts; 0 if none does. */
  lastsFor: () => number;
  /** Whether documents are being refused through no fault of their own, and have been for a short time only. */
  isOfRefusals: () => boolean;
};
