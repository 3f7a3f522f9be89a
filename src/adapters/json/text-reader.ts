import {
  cutLists,
  type EndOfElement,
  type Head,
  type ListCutter,
  type TakeElement,
} from '../../domain/text/cut-lists.ts';
import { ROW_LISTS } from '../../domain/formats/index.ts';
import type { FileMessage } from '../../domain/ledger/entry.ts';
import type { EndOfRow, HeadText, TakeRow, TextFault, TextReader } from '../../ingest/ports/text.ts';
import { codec } from './codec.ts';
import type { NotText } from './decode.ts';
import { throughGaps } from './gaps.ts';
import { readLines, type TakeLine } from './lines.ts';
import { explain, locate } from './locate.ts';
import { utf8Pieces } from './utf8-pieces.ts';

/** Reads JSON text for the pipeline. What is no text besides says whether it may be the beginning of one. */
export const textReader: TextReader = {
  ...codec,
  document: readDocument,
  lines: (list, take, endOf) => {
    let number = 0;
    const place = () => ({ line: number, column: 1 });
    const takeLine: TakeLine = (line, bytes, start, end) => {
      number = line;
      take(list, line - 1, bytes, start, end, place);
    };
    const lines = readLines(takeLine, (bytes, start) => endOf(list, bytes, start));
    return { add: (piece) => told(lines.add(piece)), end: () => told(lines.end()) };
  },
  explain,
  locate,
};

function readDocument(take: TakeRow, endOf: EndOfRow, arePlaced = true): ReturnType<TextReader['document']> {
  // The lists are those asked for.
  const cutter = cutLists(ROW_LISTS, nameOf, take as TakeElement, {
    endOf: endOf as EndOfElement,
    arePlaced,
  });
  const pieces = utf8Pieces(cutter.line);
  let head: Head = { pieces: [], gaps: [] };
  return {
    add: (piece) => taken(pieces.add(piece), cutter),
    end: () => {
      const fault = taken(pieces.end(), cutter);
      // The last rows may have been waited for until now.
      head = cutter.end();
      return fault;
    },
    head: () => headText(head),
  };
}

/** A key as it is meant: `"\\u0069mages"` is `images`. */
function nameOf(quoted: Uint8Array): string | undefined {
  const text = codec.decode(quoted, 0, quoted.length);
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

function taken(bytes: Uint8Array | NotText, cutter: ListCutter): TextFault | undefined {
  if ('type' in bytes) return told(bytes);
  const message = cutter.add(bytes);
  return message === undefined ? undefined : { message: { path: '', message }, truncated: false };
}

function headText(head: Head): HeadText {
  const bytes = Buffer.concat(head.pieces);
  const text = codec.decode(bytes, 0, bytes.length);
  const gaps = () =>
    head.gaps.map(({ offset, place }) => ({ offset: codec.decode(bytes, 0, offset).length, place }));
  return {
    text,
    locate: (problems) => throughGaps(locate(text, problems), text, gaps()),
    explain: () => {
      const { messages, count } = explain(text);
      return { messages: throughGaps(messages, text, gaps()), count };
    },
  };
}

function told(fault: NotText | undefined): TextFault | undefined {
  return fault && { message: messageOf(fault), truncated: fault.truncated };
}

function messageOf({ message, line }: NotText): FileMessage {
  return { path: '', message, ...(line !== undefined && { line }) };
}
