import { createHash, hash } from 'node:crypto';

/** 128 bits of SHA-256 in 22 characters: among 10^9 documents, a collision has odds of about 1 in 10^21. */
const CHARACTERS = 22;

export function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, CHARACTERS);
}

/** The digest of several contents, one after the other; where one ends and the next begins counts. */
export function fingerprint(contents: readonly Uint8Array[]): string {
  const sha = createHash('sha256');
  for (const content of contents) sha.update(`${content.length}:`).update(content);
  return sha.digest('base64url').slice(0, CHARACTERS);
}
