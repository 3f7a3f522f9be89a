/** Documents that the product itself has made: what the many are made after. */

import { join } from 'node:path';
import { request } from '../../test/support/dump.ts';
import type { Workspace } from '../../test/support/workspace.ts';
import { writeRunFile } from '../support/rows.ts';

export type Template = { experiment: Experiment; image: ImageBody };

/** The fields that differ from run to run, and all others as they are. */
export type Experiment = {
  project: string;
  run: Record<string, unknown>;
  primary: Record<string, unknown>;
  is_best: boolean;
  record: Record<string, unknown> | null;
};

/** The fields that differ from image to image, and all others as they are. */
export type ImageBody = {
  project: string;
  run: Record<string, unknown>;
  attributes: { pairs: string[]; number: object; keyword: object };
  metrics: Record<string, number>;
  primary: Record<string, unknown>;
};

/** Lets the product ingest a small run under a prefix of its own, and reads what became of it. */
export async function readTemplate(workspace: Workspace): Promise<Template> {
  const folder = join(workspace.aside, 'template');
  const prefix = workspace.newPrefix();
  await writeRunFile(folder, { id: 'template', project: 'template', rows: 10, form: 'inline' });
  const ingested = await workspace.withPrefix(prefix, 'ingest', folder);
  if (ingested.exitCode !== 0) throw new Error(`ingest ended with ${ingested.exitCode}: ${ingested.stderr}`);
  async function first<Body>(index: string) {
    type Answer = { hits: { hits: { _source: Body }[] } };
    const { hits } = await request<Answer>(workspace.url, `${prefix}-${index}/_search?size=1`);
    if (hits.hits[0] === undefined) throw new Error(`The product made no document in ${index}.`);
    return hits.hits[0]._source;
  }
  return { experiment: await first<Experiment>('experiments'), image: await first<ImageBody>('images') };
}
