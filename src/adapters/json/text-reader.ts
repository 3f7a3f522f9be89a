import type { FileMessage } from '../../domain/ledger.ts';
import type { LineFault, TextReader } from '../../ingest/ports.ts';
import { decodeText, type NotText } from './decode.ts';
import { readLines } from './lines.ts';
import { explain, locate } from './locate.ts';

/** Reads JSON text for the pipeline. What is no text besides says whether it may be the beginning of one. */
export const textReader = {
  decode: (bytes) => {
    const decoded = decodeText(bytes);
    if (decoded.type === 'text') return decoded;
    return { type: 'not-text', message: messageOf(decoded), truncated: decoded.truncated };
  },
  lines: (take) => {
    const lines = readLines(take);
    return { add: (piece) => told(lines.add(piece)), end: () => told(lines.end()) };
  },
  explain,
  locate,
} satisfies TextReader;

function told(fault: NotText | undefined): LineFault | undefined {
  return fault && { message: messageOf(fault), truncated: fault.truncated };
}

function messageOf({ message, line }: NotText): FileMessage {
  return { path: '', message, ...(line !== undefined && { line }) };
}
