import { append, type GrowingBytes } from '../../../domain/text/growing-bytes.ts';
import { aliasOf } from '../../../domain/indices/names.ts';
import type { Batch, Operation } from '../../../ingest/ports/store.ts';
import { codec } from '../../codec.ts';
import { createBufferPool, type BufferPool } from './buffer-pool.ts';

/** A batch whose body can be sent. */
export type WrittenBatch = Batch & {
  body: () => Buffer;
  /** Whether any of its operations depends on what is there. */
  isConditional: () => boolean;
};

type Target = Pick<Operation, 'index' | 'routing' | 'version' | 'condition'> & { type: Operation['type'] };

const NOTHING = new Uint8Array();
const END_OF_ACTION = codec.encode('}}');
const END_OF_LINE = codec.encode('\n');

/**
 * The body of a bulk request: a line for the action, and for all but deletes a line for the document. Operations are
 * written into it as they are added and are not kept otherwise: those that must be sent again or named in a message are
 * read from it.
 *
 * @param pool lends the buffer of the body, until `done` returns it
 * @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk
 */
export function createBatch(prefix: string, pool: BufferPool = createBufferPool()): WrittenBatch {
  return batchOf(prefix, { bytes: NOTHING, length: 0 }, [], [], pool);
}

/**
 * @param targets one for each operation
 * @param ends where the lines of each operation end in the body, in bytes
 */
function batchOf(
  prefix: string,
  written: GrowingBytes,
  targets: Target[],
  ends: number[],
  pool?: BufferPool,
): WrittenBatch {
  /** Most operations of a request differ from the previous one by their id only. */
  let last: { target: Target; opening: Uint8Array } | undefined;

  function open(target: Target): void {
    // Taken with the first operation: most senders begin one batch more than they send.
    if (written.bytes === NOTHING && pool !== undefined) written.bytes = pool.take();
    if (last === undefined || (target !== last.target && !isAlike(target, last.target)))
      last = { target, opening: codec.encode(openingOf(target, prefix)) };
    append(written, last.opening);
  }

  function close(): void {
    append(written, END_OF_LINE);
    targets.push(last?.target as Target);
    ends.push(written.length);
  }

  const linesOf = (n: number) => written.bytes.subarray(ends[n - 1] ?? 0, ends[n]);
  const targetOf = (n: number) => targets[n] as Target;

  return {
    get count() {
      return ends.length;
    },
    get bytes() {
      return written.length;
    },
    add: ({ id, ...operation }) => {
      const body = operation.type === 'delete' ? undefined : operation.body;
      open(withoutBody(operation));
      append(written, codec.encode(JSON.stringify(id)));
      append(written, END_OF_ACTION);
      if (body !== undefined) {
        append(written, END_OF_LINE);
        append(written, codec.encode(body));
      }
      close();
    },
    addRow: (target, row) => {
      open(target);
      row.id(written);
      append(written, END_OF_ACTION);
      append(written, END_OF_LINE);
      row.document(written);
      close();
    },
    targetOf,
    subjectOf: (n) => ({ type: targetOf(n).type, index: targetOf(n).index, id: idIn(linesOf(n)) }),
    only: (numbers) => {
      const lines = numbers.map(linesOf);
      const bytes = new Uint8Array(Buffer.concat(lines));
      let end = 0;
      return batchOf(
        prefix,
        { bytes, length: bytes.length },
        numbers.map(targetOf),
        lines.map(({ length }) => (end += length)),
      );
    },
    body: () => Buffer.from(written.bytes.buffer, written.bytes.byteOffset, written.length),
    release: () => {
      if (written.bytes !== NOTHING) pool?.release(written.bytes);
    },
    isConditional: () => targets.some(({ condition }) => condition !== undefined),
  };
}

function idIn(lines: Uint8Array): string {
  const end = lines.indexOf(END_OF_LINE[0] as number);
  const action = JSON.parse(codec.decode(lines, 0, end)) as Record<string, { _id: string }>;
  return Object.values(action)[0]?._id ?? '';
}

function withoutBody({ type, index, routing, version, condition }: Target): Target {
  return {
    type,
    index,
    ...(routing !== undefined && { routing }),
    ...(version !== undefined && { version }),
    ...(condition !== undefined && { condition }),
  };
}

function isAlike(a: Target, b: Target): boolean {
  return (
    a.type === b.type &&
    a.index === b.index &&
    a.routing === b.routing &&
    a.version === b.version &&
    a.condition === b.condition
  );
}

function openingOf({ type, index, routing, version, condition }: Target, prefix: string): string {
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
