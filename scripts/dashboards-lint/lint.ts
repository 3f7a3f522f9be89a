import type { IndexMapping } from '../../src/domain/indices/mapping-file.ts';
import { parseObjects } from './parse.ts';
import type { Filed, Problem, Rule } from './rule.ts';
import { fieldsExist } from './rules/fields-exist.ts';
import { filtersTravel } from './rules/filters-travel.ts';
import { lensColumns } from './rules/lens-columns.ts';
import { lensOperations } from './rules/lens-operations.ts';
import { markdown } from './rules/markdown.ts';
import { vegaCompiles } from './rules/vega-compiles.ts';
import { vegaRequests } from './rules/vega-requests.ts';

const RULES: readonly Rule[] = [
  filtersTravel,
  markdown,
  lensColumns,
  lensOperations,
  vegaRequests,
  vegaCompiles,
  fieldsExist,
];

/**
 * All problems of the objects, by file. While one has the wrong shape, only that is reported, because references to it
 * would seem to be broken.
 */
export function lintDashboards(
  files: readonly Filed<string>[],
  mappings: readonly IndexMapping[],
): Problem[] {
  if (files.length === 0) {
    return [
      {
        file: '',
        where: '',
        message: 'There are no objects: generate them, or check the folder.',
      },
    ];
  }
  const { objects, problems } = parseObjects(files);
  if (problems.length > 0) return problems;
  const found = RULES.flatMap((rule) => rule({ objects, mappings }));
  return found.toSorted((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1));
}
