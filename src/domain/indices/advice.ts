import type { Conflict } from './conflict.ts';

/**
 * What to do about indices whose mapping is not the one that this program writes. There is no migration: the
 * indices are created again from the files.
 *
 * @returns lines for people; undefined where the reasons of the conflicts say what to do
 */
export function adviceFor(conflicts: readonly Conflict[]): string | undefined {
  const outdated = conflicts.flatMap(outdatedIndex);
  if (outdated.length === 0) return undefined;
  const isOlder = conflicts.some(({ type }) => type === 'older-version');
  return [
    'Nothing was changed. One of these helps:',
    '- Use another prefix: --prefix NAME.',
    ...(isOlder ? ['- Keep using the version of runlens that created the indices.'] : []),
    '- Create the indices again from the result files: stop every runlens that writes to this prefix, run',
    `    curl -X DELETE "$ELASTICSEARCH_URL/${outdated.join(',')}"`,
    '  and ingest every folder again. Runs whose files are gone do not come back.',
  ].join('\n');
}

function outdatedIndex(conflict: Conflict): string[] {
  if (conflict.type === 'older-version') return [conflict.index];
  return conflict.type === 'mapping-differs' ? [conflict.id] : [];
}
