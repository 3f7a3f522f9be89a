/** A run file of the fault tests: everything in it follows from its project, id and state. */

import { createHash } from 'node:crypto';

export type DroppedRun = {
  project: string;
  id: string;
  state: number | string;
  /** How many images it has. */
  images: number;
  /** Images that must not be found. */
  refused: readonly string[];
};

/** From 0 up to 1, the same for the same words, and different for different ones. */
function fraction(...words: (string | number)[]): number {
  const digest = createHash('sha256').update(JSON.stringify(words)).digest();
  return Math.round((digest.readUInt32BE(0) / 2 ** 32) * 1e8) / 1e8;
}

/** What the run ranks by. Unlike the state it goes up and down, so that the best run changes in both directions. */
export function accuracyOf({ project, id, state }: DroppedRun): number {
  return fraction('accuracy', project, id, state);
}

/** The scores by split. One of the splits depends on the state, so that rows of an earlier state are seen. */
export function scoresOf(run: DroppedRun): Record<string, number> {
  const { project, id, state } = run;
  const other = ['train', 'test', 'fold-1', 'fold-2'][Math.floor(fraction('split', id, state) * 4)] as string;
  return { validation: accuracyOf(run), [other]: fraction('other', project, id, state) };
}

/** The images' metric by image. */
export function imagesOf(run: DroppedRun): Record<string, number> {
  const ids = Array.from({ length: run.images }, (_, n) => `i${n}`);
  return Object.fromEntries(ids.map((image) => [image, fraction('iou', run.id, run.state, image)]));
}

export function endedAt({ id }: DroppedRun): string {
  return new Date(Date.UTC(2026, 0, 1) + Math.floor(fraction('end', id) * 1e10)).toISOString();
}

export function contentOf(run: DroppedRun, extra: object, row?: (n: number) => object): object {
  return {
    schema: 'runlens.run/1',
    project: run.project,
    run: { id: run.id, ended_at: endedAt(run) },
    hyperparameters: { state: run.state },
    metrics: Object.fromEntries(
      Object.entries(scoresOf(run)).map(([split, accuracy]) => [split, { accuracy }]),
    ),
    images: Object.entries(imagesOf(run)).map(([id, iou], n) => ({
      id,
      split: 'validation',
      metrics: { iou },
      ...row?.(n),
    })),
    ...extra,
  };
}
