import { Argument, Command } from '@commander-js/extra-typings';
import type { Run } from '../shared/invocation.ts';
import { SCHEMAS } from './names.ts';

export function schemaCommand(run: Run) {
  return new Command('schema')
    .description('print the JSON Schema of a result file, a project file or the configuration')
    .addArgument(new Argument('<name>', 'which schema').choices(SCHEMAS))
    .action((name) =>
      run(async () => {
        const { schema } = await import('./schema.ts');
        return schema(name);
      }),
    );
}
