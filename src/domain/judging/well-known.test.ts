import { describe, expect, test } from 'vitest';
import { wellKnownMetric } from './well-known.ts';

const ratio = { direction: 'maximize', optimal: 1 };
const error = { direction: 'minimize', optimal: 0 };
const lower = { direction: 'minimize' };
const higher = { direction: 'maximize' };

describe('the names that everybody knows', () => {
  test.each(['accuracy', 'f1', 'auc', 'iou', 'dice', 'map', 'precision', 'recall', 'r2'])(
    '%s: up to 1',
    (name) => {
      expect(wellKnownMetric(name)).toEqual(ratio);
    },
  );

  test.each(['loss', 'error', 'mse', 'rmse', 'mae', 'mape', 'mase', 'log_loss'])('%s: down to 0', (name) => {
    expect(wellKnownMetric(name)).toEqual(error);
  });

  test('with an optimum that is not known, or not a number at all', () => {
    expect(wellKnownMetric('perplexity')).toEqual(lower);
    expect(wellKnownMetric('psnr')).toEqual(higher);
  });
});

describe('the forms they come in', () => {
  test.each([
    ['Accuracy', ratio],
    ['pixel_accuracy', ratio],
    ['pixelAccuracy', ratio],
    ['Pixel Accuracy', ratio],
    ['val/accuracy', ratio],
    ['IoU', ratio],
    ['meanIoU', ratio],
    ['mean_iou', ratio],
    ['f1-score', ratio],
    ['f1_macro', ratio],
    ['F1 (weighted)', ratio],
    ['auc_roc', ratio],
    ['mAP50-95(B)', ratio],
    ['mAP50(M)', ratio],
    ['metrics/mAP50-95(B)', ratio],
    ['roc_auc_score', ratio],
    ['val_loss', error],
    ['top_1_accuracy', ratio],
    ['crossEntropy', error],
    ['Cross-Entropy', error],
    ['mean_absolute_error', error],
    ['mean_squared_log_error', error],
    ['top1_error', error],
    ['box_loss', error],
    ['dice_loss', error],
    ['accuracy_loss', error],
    ['f1_error', error],
    ['MAPE', error],
  ])('%s', (name, expected) => {
    expect(wellKnownMetric(name)).toEqual(expected);
  });
});

describe('what could mean something else is unknown: a wrong direction would rank the worst run first', () => {
  test.each([
    '',
    '---',
    'score',
    'foo',
    'constructor',
    'accuracy_std',
    'loss_variance',
    'time_to_accuracy',
    'error_count',
    'accuracy_threshold',
    'lossless',
    'accuracy_drop',
    // As scikit-learn names errors that are to be maximized.
    'neg_mean_squared_error',
    'neg_log_loss',
    'negative_mae',
    '1 - dice',
    '1-ssim',
    // The dice, or its loss?
    'loss/dice',
    'loss_iou',
    'error_rate/precision',
  ])('%j', (name) => {
    expect(wellKnownMetric(name)).toBeUndefined();
  });
});
