import { readdir, readFile } from 'node:fs/promises';
import { type IndexMapping, MappingFile } from '../../domain/indices/mapping-file.ts';
import { INDEX_NAMES, type IndexName } from '../../domain/indices/names.ts';

/** The folder that ships with the package; `src/` and `dist/` are equally deep, so one path serves both. */
const MAPPINGS = new URL('../../../mappings/', import.meta.url);

async function readMapping(folder: URL, index: IndexName, file: string): Promise<IndexMapping> {
  const url = new URL(`${index}/${file}`, folder);
  try {
    const { settings, mappings } = MappingFile.parse(JSON.parse(await readFile(url, 'utf8')));
    const { version } = mappings._meta;
    if (file !== `v${version}.json`) throw new Error(`Its _meta.version is ${version}.`);
    return { index, version, settings, mappings };
  } catch (cause) {
    throw new Error(`The mapping file ${url.pathname}, a part of runlens, is damaged.`, { cause });
  }
}

/**
 * Every version of every index's mapping.
 *
 * @throws if the installation is broken: a file is damaged or missing
 */
export async function readMappings(folder = MAPPINGS): Promise<IndexMapping[]> {
  const ofEach = await Promise.all(
    INDEX_NAMES.map(async (index) => {
      const files = await readdir(new URL(`${index}/`, folder));
      const versions = files.filter((name) => /^v\d+\.json$/.test(name));
      if (versions.length === 0) throw new Error(`There is no mapping of ${index} in ${folder.pathname}.`);
      return Promise.all(versions.map((file) => readMapping(folder, index, file)));
    }),
  );
  return ofEach.flat();
}
