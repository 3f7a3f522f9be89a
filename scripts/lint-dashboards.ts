/** Looks at the objects under `kibana/` before any Kibana does: `npm run check:dashboards`. */

import { readMappings } from '../src/adapters/fs/mappings.ts';
import { lintDashboards } from './dashboards-lint/lint.ts';
import { readFiles } from './dashboards-lint/read.ts';

const files = await readFiles();
const problems = lintDashboards(files, await readMappings());
for (const { file, where, message } of problems) {
  console.log(`kibana/${file}${where === '' ? '' : `  ${where}`}  ${message}`);
}
console.log(
  problems.length === 0
    ? `${files.length} objects, nothing wrong.`
    : `${problems.length} problems in ${files.length} objects.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
