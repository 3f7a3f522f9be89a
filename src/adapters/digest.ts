import { createHash, hash } from 'node:crypto';
import type { Fingerprint } from '../ingest/ports/fingerprint.ts';

/** 128 bits of SHA-256 in 22 characters: among 10^9 documents, a collision has odds of about 1 in 10^21. */
const CHARACTERS = 22;

/** The digest of a text: 22 characters of base64url. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, CHARACTERS);
}

/** Each content is followed by its length, because the length of content in pieces is known at its end only. */
export function fingerprint(): Fingerprint {
  const sha = createHash('sha256');
  let length = 0;
  return {
    add: (piece) => {
      sha.update(piece);
      length += piece.length;
    },
    endContent: () => {
      sha.update(`:${length}`);
      length = 0;
    },
    value: () => sha.digest('base64url').slice(0, CHARACTERS),
  };
}
