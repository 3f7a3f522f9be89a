import type { Path } from '../problem.ts';

/** Keys that read well without quotes: no dots, blanks or brackets, and not a number in disguise. */
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/**
 * A place in a document as people write it: `metrics.validation.accuracy`, `images[3].id`,
 * `metrics["mAP50-95(B)"]`. The root is the empty string.
 */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (!PLAIN_KEY.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}
