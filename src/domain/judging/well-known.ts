import type { Direction } from '../model/run.ts';

export type WellKnownMetric = { direction: Direction; optimal?: number };

const RATIO: WellKnownMetric = { direction: 'maximize', optimal: 1 };
const ERROR: WellKnownMetric = { direction: 'minimize', optimal: 0 };
const HIGHER: WellKnownMetric = { direction: 'maximize' };
const LOWER: WellKnownMetric = { direction: 'minimize' };

const kinds: [WellKnownMetric, string][] = [
  [
    RATIO,
    'accuracy acc accuracy_score roc_auc_score precision recall sensitivity specificity f1 fscore f1score auc auroc roc_auc auprc pr_auc average_precision ' +
      'iou miou jaccard dice map map50 map75 ap ap50 ap75 ndcg mrr r2 kappa mcc ssim exact_match em hit_rate nse',
  ],
  [
    ERROR,
    'loss error err error_rate mse rmse mae mape smape wape mase rmsle msle nrmse log_loss logloss cross_entropy nll brier ' +
      'wer cer hausdorff hd95 assd ece crps fid',
  ],
  [HIGHER, 'psnr bleu rouge meteor chrf reward elo'],
  [LOWER, 'perplexity ppl bits_per_byte bits_per_character'],
];

const TABLE: ReadonlyMap<string, WellKnownMetric> = new Map(
  kinds.flatMap(([kind, names]) => names.split(' ').map((name): [string, WellKnownMetric] => [name, kind])),
);

/** Words after a metric's name that do not change which way is better: `f1_macro`, `auc_roc`, `map50_95`. */
const QUALIFIERS = new Set(
  'macro micro weighted mean avg average score roc top1 top5 top_1 top_5 samples binary 50 75 95 b m p'.split(
    ' ',
  ),
);

/** Leading words that only tell where a metric was computed: `metrics/mAP50-95(B)`. */
const PLACES = new Set('metrics metric eval val valid validation dev test train training'.split(' '));

/** Words that change the meaning of a metric: the standard deviation of an accuracy is not an accuracy. */
const SPOILERS = new Set(
  'std stdev stderr std_err var variance sem ci time seconds duration to at count num n samples_count threshold neg negative negated inverse'.split(
    ' ',
  ),
);

/**
 * The direction and optimum of a metric that are known from its name; undefined for an unknown name.
 *
 * The whole name counts first (`log_loss`), then its last word (`pixel_accuracy`), then its first if only qualifiers follow
 * (`f1_macro`). An ambiguous name is unknown, because a wrong direction would rank the worst run first.
 */
export function wellKnownMetric(name: string): WellKnownMetric | undefined {
  const words = name
    .replace(/([a-z\d])([A-Z])(?=[a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  while (words.length > 1 && PLACES.has(words[0] ?? '')) words.shift();
  const whole = TABLE.get(words.join('_'));
  if (whole !== undefined) return whole;
  const [first, ...rest] = words;
  if (first === undefined || words.some((word) => SPOILERS.has(word))) return undefined;
  // `1 - dice` is an error, though it is named after a ratio.
  if (/^\s*1\s*[-−]/.test(name)) return undefined;
  const last = TABLE.get(words.at(-1) ?? '');
  // In `dice_loss` the last word says what it is; `loss/dice` may be the dice, or its loss.
  const isLossOf =
    last?.direction === 'maximize' && words.some((word) => TABLE.get(word)?.direction === 'minimize');
  if (last !== undefined) return isLossOf ? undefined : last;
  return rest.every((word) => QUALIFIERS.has(word)) ? TABLE.get(first) : undefined;
}
