import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';

/** Whether Elasticsearch accepts documents at present. */
export type Outage = {
  /** A request failed and will be made again after the delay, in milliseconds. */
  failed: (failure: ElasticsearchFailure, delay: number) => void;
  /** A request that had failed went through: what passes by itself has passed. */
  passed: () => void;
  /** All that was to be done is done. */
  over: () => void;
  /** Whether documents are being refused for no fault of theirs, since not long ago. */
  isOfRefusals: () => boolean;
};
