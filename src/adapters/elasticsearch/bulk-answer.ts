import { Serializer } from '@elastic/elasticsearch';

/** The answer to a bulk request that has created all of its documents. */
export type AllCreated = { created: number; readonly items: unknown };

const OPENING = '{"items":[';
const BEFORE_ID = '{"index":{"_id":"';
const AFTER_ID = '","status":201}}';

/**
 * Parses answers as the client does, except those to bulk requests that created every document: it counts their items.
 * Parsing an item takes longer than writing its document.
 */
export class AnswerSerializer extends Serializer {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as the method that it overrides
  override deserialize<Answer = unknown>(json: string): Answer {
    const created = countCreated(json);
    if (created === undefined) return super.deserialize<Answer>(json);
    const parse = () => super.deserialize<{ items: unknown }>(json).items;
    const answer: AllCreated = {
      created,
      get items() {
        return parse();
      },
    };
    return answer as Answer;
  }
}

/** @returns the number of items, or undefined unless the text consists of items of created documents only */
function countCreated(json: string): number | undefined {
  if (!json.startsWith(OPENING) || !json.endsWith(']}')) return undefined;
  const last = json.length - 2;
  let at = OPENING.length;
  for (let count = 1; ; count += 1) {
    if (!json.startsWith(BEFORE_ID, at)) return undefined;
    // A quote within an id follows a backslash and is not followed by the end of an item.
    at = json.indexOf('"', at + BEFORE_ID.length);
    if (at === -1 || !json.startsWith(AFTER_ID, at)) return undefined;
    at += AFTER_ID.length;
    if (at === last) return count;
    if (json[at] !== ',') return undefined;
    at += 1;
  }
}
