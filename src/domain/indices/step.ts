import type { JsonObject } from './mapping-file.ts';

/** What the setup did with an object, or that there was nothing to do. */
export type Change = {
  kind: 'template' | 'index' | 'alias';
  id: string;
  action: 'created' | 'updated' | 'unchanged';
};

/** The request of a step. */
export type Operation =
  | { type: 'none' }
  | { type: 'put-template'; name: string; body: JsonObject }
  /** Creates the aliases in the same request, so that the index never exists without them. */
  | {
      type: 'create-index';
      name: string;
      settings: JsonObject;
      mappings: JsonObject;
      aliases: Readonly<Record<string, JsonObject>>;
    }
  /** An alias that the `create-index` of this index creates. */
  | { type: 'with-index'; index: string }
  | { type: 'put-alias'; name: string; index: string; body: JsonObject };

export type Step = Change & { operation: Operation };
