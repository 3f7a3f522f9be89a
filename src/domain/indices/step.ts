import type { JsonObject } from './mapping-file.ts';

/** What the setup did, or found nothing to do about. */
export type Change = {
  kind: 'template' | 'index' | 'alias';
  id: string;
  action: 'created' | 'updated' | 'unchanged';
};

/** The request that brings a step about. */
export type Operation =
  | { type: 'none' }
  | { type: 'put-template'; name: string; body: JsonObject }
  /** Aliases ride along with the index, so that nobody ever sees the index without them. */
  | {
      type: 'create-index';
      name: string;
      settings: JsonObject;
      mappings: JsonObject;
      aliases: Readonly<Record<string, JsonObject>>;
    }
  /** An alias that is made by the `create-index` of this index. */
  | { type: 'with-index'; index: string }
  | { type: 'put-alias'; name: string; index: string; body: JsonObject };

export type Step = Change & { operation: Operation };
