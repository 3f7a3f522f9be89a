import { cutLists, type Head, type ListCutter } from '../../domain/json/cut-lists.ts';
import { ROW_LISTS } from '../../domain/formats/index.ts';
import type { RowList } from '../../domain/formats/format.ts';
import type { FileMessage } from '../../domain/ledger.ts';
import type { HeadText, TakeRow, TextFault, TextReader } from '../../ingest/ports.ts';
import { decodePieces } from './decode-pieces.ts';
import type { NotText } from './decode.ts';
import { throughGaps } from './gaps.ts';
import { readLines } from './lines.ts';
import { explain, locate } from './locate.ts';

/** Reads JSON text for the pipeline. What is no text besides says whether it may be the beginning of one. */
export const textReader: TextReader = {
  document: readDocument,
  lines: (list, take) => {
    let number = 0;
    const place = () => ({ line: number, column: 1 });
    const lines = readLines((line) => {
      ({ number } = line);
      take(list, number - 1, line.text, place);
    });
    return { add: (piece) => told(lines.add(piece)), end: () => told(lines.end()) };
  },
  explain,
  locate,
};

function readDocument(take: TakeRow): ReturnType<TextReader['document']> {
  const decoder = decodePieces();
  // The lists are those asked for.
  const cutter = cutLists(ROW_LISTS, (list, ...row) => take(list as RowList, ...row));
  let head: Head = { text: '', gaps: [] };
  return {
    add: (piece) => taken(decoder.add(piece), cutter),
    end: () => {
      const fault = taken(decoder.end(), cutter);
      // The last rows may have been waited for until now.
      head = cutter.end();
      return fault;
    },
    head: () => headText(head),
  };
}

function taken(text: string | NotText, cutter: ListCutter): TextFault | undefined {
  if (typeof text !== 'string') return told(text);
  const message = cutter.add(text);
  return message === undefined ? undefined : { message: { path: '', message }, truncated: false };
}

function headText(head: Head): HeadText {
  const { text } = head;
  return {
    text,
    locate: (problems) => throughGaps(locate(text, problems), head),
    explain: () => {
      const { messages, count } = explain(text);
      return { messages: throughGaps(messages, head), count };
    },
  };
}

function told(fault: NotText | undefined): TextFault | undefined {
  return fault && { message: messageOf(fault), truncated: fault.truncated };
}

function messageOf({ message, line }: NotText): FileMessage {
  return { path: '', message, ...(line !== undefined && { line }) };
}
