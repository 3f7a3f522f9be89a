/** Preloaded with `--import`: at its end, the process prints on standard error the packages that it has loaded, as JSON. */

import { registerHooks } from 'node:module';

const packages = new Set<string>();

registerHooks({
  load: (url, context, nextLoad) => {
    const [, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
    if (name !== undefined) packages.add(name);
    return nextLoad(url, context);
  },
});

process.on('exit', () => process.stderr.write(JSON.stringify([...packages].toSorted())));
