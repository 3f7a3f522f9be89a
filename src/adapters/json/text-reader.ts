import type { TextReader } from '../../ingest/ports.ts';
import { decodeText } from './decode.ts';
import { explain, locate } from './locate.ts';

/** Reads JSON text for the pipeline. What is no text besides says whether it may be the beginning of one. */
export const textReader = {
  decode: (bytes) => {
    const decoded = decodeText(bytes);
    if (decoded.type === 'text') return decoded;
    const { message, line, truncated } = decoded;
    return {
      type: 'not-text',
      message: { path: '', message, ...(line !== undefined && { line }) },
      truncated,
    };
  },
  explain,
  locate,
} satisfies TextReader;
