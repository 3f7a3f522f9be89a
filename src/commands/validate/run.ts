import { join } from 'node:path';
import { digest, fingerprint } from '../../adapters/digest.ts';
import { codec } from '../../adapters/codec.ts';
import { formats } from '../../domain/formats/index.ts';
import type { Report } from '../../output/report.ts';
import type { Io } from '../../process/io.ts';
import { stoppedBySignal } from '../shared/stopped.ts';
import { openTarget } from './target.ts';
import { validate, type ValidateTarget } from './validate.ts';

/**
 * Wires `validate`.
 *
 * @param paths files and folders as the user wrote them
 * @param root the watched folder, where it is named
 */
export async function runValidate(
  paths: readonly string[],
  root: string | undefined,
  io: Pick<Io, 'signal' | 'signalExitCode'>,
): Promise<Report> {
  const { signal } = io;
  const targets: ValidateTarget[] = [];
  /** Sources that several of the paths lead to are read once. */
  const known = new Set<string>();
  for (const path of paths) {
    if (signal.aborted) break;
    const opened = await openTarget(path, root);
    if (opened.type === 'failure') return opened;
    const { target } = opened;
    const absolute = (source: string) => join(target.folder.root, source);
    targets.push({ ...target, sources: target.sources.filter((source) => !known.has(absolute(source))) });
    for (const source of target.sources) known.add(absolute(source));
  }
  const report = await validate(targets, { formats, codec, fingerprint, digest, signal });
  return signal.aborted ? stoppedBySignal(io) : report;
}
