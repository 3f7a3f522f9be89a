import { readFileSync } from 'node:fs';

type Manifest = {
  version: string;
  /** Where bugs are reported. */
  bugs?: string | { url?: string };
};

/** The package.json of a package. */
export function packageManifest(folder: URL): Manifest {
  return JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as Manifest;
}
