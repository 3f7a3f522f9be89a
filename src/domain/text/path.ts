import type { Path } from '../model/problem.ts';
import { shorten } from '../model/shorten.ts';

/** Keys that read well without quotes: no dots, blanks or brackets, and not a number in disguise. */
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** Paths are told, stored and logged: a hostile key must not fill them. */
const LONGEST_KEY = 200;

/**
 * A place in a document as people write it: `metrics.validation.accuracy`, `images[3].id`,
 * `metrics["mAP50-95(B)"]`. The root is the empty string.
 */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else {
      const key = shorten(step, LONGEST_KEY);
      if (!PLAIN_KEY.test(key)) text += `[${JSON.stringify(key)}]`;
      else text += text === '' ? key : `.${key}`;
    }
  }
  return text;
}
