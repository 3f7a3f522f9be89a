import { pathBeside } from './path-beside.ts';

const URL_LIKE = /^[a-z][a-z0-9+.-]+:/i;

/**
 * Makes a run's reference to a picture independent of where the run's file lies.
 *
 * URLs (`https:`, `s3:`) and absolute paths stay; a path relative to the run file becomes one relative to the watched folder:
 * `images/a.png` in `digits/svm.json` → `digits/images/a.png`.
 */
export function resolveReference(reference: string | null | undefined, runPath: string): string | undefined {
  if (reference === undefined || reference === null || reference === '') return undefined;
  if (URL_LIKE.test(reference) || reference.startsWith('/')) return reference;
  return pathBeside(runPath, reference);
}
