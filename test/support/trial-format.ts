/**
 * A format for tests, whose runs are a folder of two files:
 *
 *   tuning/7.trial/summary.txt    accuracy=0.9
 *   tuning/7.trial/scores.csv     a.png,0.8          an image and its iou a line
 *
 * It is all that a format of several files has to say: nothing else knows that there are two.
 */

import type {
  Dialogue,
  FileOutcome,
  Format,
  Interpretation,
  OpenSource,
  RowVisitor,
} from '../../src/domain/formats/format.ts';
import { createFormats } from '../../src/domain/formats/index.ts';
import { runlensFormat } from '../../src/domain/formats/runlens/format.ts';
import type { Image, Run } from '../../src/domain/model/run.ts';
import type { Codec } from '../../src/domain/text/codec.ts';

export const trialFormat: Format = {
  name: 'trial',
  member: (path) => {
    const [, source, role] = /^(.+\.trial)\/(summary\.txt|scores\.csv)$/.exec(path) ?? [];
    return source === undefined || role === undefined ? undefined : { source, role };
  },
  open: readTrial,
  interpretOriginal: (original, { path, modifiedAt }) => ({
    type: 'run',
    run: runOf(path, Number(original), modifiedAt),
  }),
};

/** The format for tests, and the one of runlens. */
export const formatsWithTrial = createFormats([trialFormat, runlensFormat]);

function* readTrial({ path, files }: OpenSource, codec: Codec): Dialogue<Interpretation> {
  const pathOf = (wanted: string) => files.find(({ role }) => role === wanted)?.path ?? `${path}/${wanted}`;
  const summary = yield* readText(pathOf('summary.txt'), codec);
  if (summary.outcome.type !== 'read') return rejected('summary.txt', summary.outcome);
  const [, accuracy] = /^accuracy=(.+)$/m.exec(summary.text) ?? [];
  if (accuracy === undefined) return { type: 'unrecognised', message: 'has no accuracy' };

  const counted = createCounter();
  const scores = yield* readRows(pathOf('scores.csv'), codec, counted.visitor);
  if (scores.type !== 'read') return rejected('scores.csv', scores);
  const images = counted.count();
  return {
    type: 'run',
    run: runOf(path, Number(accuracy), summary.outcome.modifiedAt),
    original: accuracy,
    facts: { imageMetrics: ['iou'], counts: { scores: 1, images, images_not_finite: 0, series: 0 } },
    rows: function* readAgain(visitor) {
      const again = createCounter(visitor);
      const outcome = yield* readRows(pathOf('scores.csv'), codec, again.visitor);
      return outcome.type === 'read' && again.count() === images ? 'read' : 'changed';
    },
    warnings: [],
    warningCount: 0,
  };
}

function createCounter(visitor?: RowVisitor) {
  let count = 0;
  return {
    count: () => count,
    visitor: {
      plain: () => undefined,
      image: (row: Image) => {
        count += 1;
        visitor?.image(row);
      },
      point: () => undefined,
    },
  };
}

function* readText(path: string, codec: Codec): Dialogue<{ outcome: FileOutcome; text: string }> {
  let text = '';
  const outcome = yield {
    path,
    add: (piece) => (text += codec.decode(piece, 0, piece.length)).length < 1000,
  };
  return { outcome, text };
}

function* readRows(
  path: string,
  codec: Codec,
  { image }: { image: (row: Image) => void },
): Dialogue<FileOutcome> {
  let left = '';
  const outcome: FileOutcome = yield {
    path,
    // A real format decodes characters that two pieces share: text/utf8-pieces.ts.
    add: (piece) => {
      const lines = (left + codec.decode(piece, 0, piece.length)).split('\n');
      left = lines.pop() ?? '';
      for (const line of lines) image(imageOf(line));
      return true;
    },
  };
  if (outcome.type === 'read' && left !== '') image(imageOf(left));
  return outcome;
}

function imageOf(line: string): Image {
  const [id = '', iou = ''] = line.split(',');
  return {
    id,
    split: 'test',
    metrics: new Map([['iou', Number(iou)]]),
    nonfinite: [],
    attributes: new Map(),
  };
}

function rejected(name: string, outcome: FileOutcome): Interpretation {
  const isMissing = outcome.type === 'missing';
  const mayCome = isMissing || outcome.type === 'truncated';
  const message = isMissing ? `${name} is not there` : `${name} cannot be read`;
  return {
    type: 'rejected',
    problem: mayCome ? 'incomplete' : 'unreadable',
    errors: [{ path: '', message }],
    errorCount: 1,
    warnings: [],
    warningCount: 0,
  };
}

function runOf(path: string, accuracy: number, endedAt: string): Run {
  return {
    project: path.split('/')[0] ?? '',
    id: path,
    name: path,
    status: 'completed',
    startedAt: endedAt,
    endedAt,
    tags: [],
    environment: {},
    hyperparameters: {},
    scores: [{ metric: 'accuracy', split: 'validation', value: accuracy }],
    definitions: new Map(),
    artifacts: [],
    source: { path, format: 'trial', modifiedAt: endedAt },
  };
}
