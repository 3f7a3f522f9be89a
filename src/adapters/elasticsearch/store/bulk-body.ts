import { aliasOf } from '../../../domain/provision/names.ts';
import type { Operation } from '../../../ingest/ports.ts';

/** Beside the document: the action's words, names and numbers. */
const ACTION_CHARACTERS = 300;

const [QUOTE, BACKSLASH] = [34, 92];
const END_OF_ACTION = Buffer.from('}}\n');
const END_OF_LINE = Buffer.from('\n');

/**
 * The body of a bulk request: a line that says what to do, and for all but deletes a line with the document.
 *
 * Written into one buffer: joining a million texts first costs more than all else that is done to them here.
 *
 * @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk
 */
export function bulkBody(operations: readonly Operation[], prefix: string): Buffer {
  let length = 0;
  let longest = 0;
  for (const operation of operations) {
    length += lengthOf(operation);
    longest = Math.max(longest, lengthOf(operation));
  }
  // Room for a last one in three bytes a character, so that plain text never makes it grow.
  let body = Buffer.allocUnsafe(length + 2 * longest);
  let at = 0;

  function write(text: string): void {
    // Three bytes for a character are the most there can be.
    if (body.length - at < text.length * 3) body = Buffer.concat([body], at + text.length * 3 + body.length);
    at += body.write(text, at);
  }

  function copy(bytes: Uint8Array): void {
    if (body.length - at < bytes.length) body = Buffer.concat([body], at + bytes.length + body.length);
    body.set(bytes, at);
    at += bytes.length;
  }

  /** Where each character is one byte, and stands for itself: for the ids of images by far cheaper than encoding them. */
  function writeQuoted(text: string): void {
    if (body.length - at < text.length + 2) return write(JSON.stringify(text));
    // In variables of its own: those of the closure would be stored once for each byte.
    const target = body;
    let to = at;
    target[to] = QUOTE;
    for (let n = 0; n < text.length; n += 1) {
      const code = text.charCodeAt(n);
      if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH)
        return write(JSON.stringify(text));
      to += 1;
      target[to] = code;
    }
    target[to + 1] = QUOTE;
    at = to + 2;
  }

  const openingFor = openings(prefix);
  for (const operation of operations) {
    copy(openingFor(operation));
    writeQuoted(operation.id);
    copy(END_OF_ACTION);
    if (operation.type === 'delete') continue;
    if (typeof operation.body === 'string') write(operation.body);
    else copy(operation.body);
    copy(END_OF_LINE);
  }
  return body.subarray(0, at);
}

function lengthOf(operation: Operation): number {
  return (
    ACTION_CHARACTERS +
    operation.id.length * 3 +
    (operation.type === 'delete' ? 0 : operation.body.length + 2)
  );
}

/** Most operations of a request differ from the one before by their id only. */
function openings(prefix: string): (operation: Operation) => Buffer {
  let last: Operation | undefined;
  let opening = END_OF_LINE;
  return (operation) => {
    if (last === undefined || !isAlike(last, operation)) {
      opening = Buffer.from(openingOf(operation, prefix));
      last = operation;
    }
    return opening;
  };
}

function isAlike(a: Operation, b: Operation): boolean {
  return (
    a.type === b.type &&
    a.index === b.index &&
    a.routing === b.routing &&
    a.version === b.version &&
    a.condition === b.condition
  );
}

function openingOf({ type, index, routing, version, condition }: Operation, prefix: string): string {
  const target = {
    _index: aliasOf(prefix, index),
    ...(routing !== undefined && { routing }),
    ...(version !== undefined && { version, version_type: 'external_gte' }),
    ...(typeof condition === 'object' && {
      if_seq_no: condition.sequence,
      if_primary_term: condition.term,
    }),
  };
  const action = condition === 'absent' ? 'create' : type;
  return `{${JSON.stringify(action)}:${JSON.stringify(target).slice(0, -1)},"_id":`;
}
