import { Serializer } from '@elastic/elasticsearch';

/** The answer to a bulk request of which every document was made anew, and no more is said of them. */
export type AllCreated = { created: number; readonly items: unknown };

const OPENING = '{"items":[';
const BEFORE_ID = '{"index":{"_id":"';
const BEHIND_ID = '","status":201}}';

/**
 * Reads answers like the client does, but counts those to bulk requests that went well: of a million documents, what is made
 * of each item costs more than writing the document.
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

/** @returns how many items there are where all say the same, and nothing else stands in the text */
function countCreated(json: string): number | undefined {
  if (!json.startsWith(OPENING) || !json.endsWith(']}')) return undefined;
  const last = json.length - 2;
  let at = OPENING.length;
  for (let count = 1; ; count += 1) {
    if (!json.startsWith(BEFORE_ID, at)) return undefined;
    // Within an id a quote has a backslash before it, and so no such end behind it.
    at = json.indexOf('"', at + BEFORE_ID.length);
    if (at === -1 || !json.startsWith(BEHIND_ID, at)) return undefined;
    at += BEHIND_ID.length;
    if (at === last) return count;
    if (json[at] !== ',') return undefined;
    at += 1;
  }
}
