import type { Derived } from './derived.ts';
import type { FileMessage } from '../ledger/entry.ts';

/**
 * The reasons why a run, or its images, do not rank, for its author. The run is indexed.
 *
 * A run that is not completed does not rank by design: there is no warning.
 */
export function unrankedWarnings(
  { primary, primaryImage }: Derived,
  imageMetrics: readonly string[],
): FileMessage[] {
  const messages: FileMessage[] = [];
  const warn = (path: string, message: string) => messages.push({ path, message });
  const name = primary.metric?.name ?? '';
  switch (primary.unranked) {
    case 'no-primary-metric':
      warn(
        'primary_metric',
        'the run does not rank: it has several metrics, and neither it nor its project says which is primary',
      );
      break;
    case 'primary-metric-missing':
      warn('metrics', `the run does not rank: it has no "${name}" on split "${primary.split}"`);
      break;
    case 'not-finite':
      warn('metrics', `the run does not rank: its "${name}" on split "${primary.split}" is not finite`);
      break;
    case 'direction-unknown':
      warn(
        `metric_definitions`,
        `the run does not rank: nothing says whether "${name}" is to be maximized or minimized; declare its direction in the run or in project.json`,
      );
      break;
    case 'not-completed':
    case undefined:
      break;
  }
  if (imageMetrics.length === 0) return messages;
  if (primaryImage === undefined) {
    warn(
      'primary_image_metric',
      'the images do not rank: they have several metrics, and neither the run nor its project says which is primary',
    );
  } else if (primaryImage.metric.direction === undefined) {
    warn(
      'metric_definitions',
      `the images do not rank: nothing says whether "${primaryImage.metric.name}" is to be maximized or minimized`,
    );
  } else if (!imageMetrics.includes(primaryImage.metric.name)) {
    warn(
      'primary_image_metric',
      `the images do not rank: none of them has "${primaryImage.metric.name}" (they have ${imageMetrics.join(', ')})`,
    );
  }
  return messages;
}
