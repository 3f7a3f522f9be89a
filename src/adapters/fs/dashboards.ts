import { readdir, readFile } from 'node:fs/promises';
import { OBJECT_TYPES, type ObjectType, SavedObjectFile } from '../../domain/dashboards/saved-object.ts';

/** The folder that ships with the package; `src/` and `dist/` are equally deep, so one path serves both. */
const DASHBOARDS = new URL('../../../kibana/', import.meta.url);

async function readObject(folder: URL, type: ObjectType, file: string): Promise<SavedObjectFile> {
  const url = new URL(`${type}/${file}`, folder);
  try {
    const object = SavedObjectFile.parse(JSON.parse(await readFile(url, 'utf8')));
    if (`${object.type}/${object.id}.json` !== `${type}/${file}`) {
      throw new Error(`It holds ${object.type}/${object.id}.`);
    }
    return object;
  } catch (cause) {
    throw new Error(`The file ${url.pathname}, a part of runlens, is damaged.`, { cause });
  }
}

async function namesIn(folder: URL, type: ObjectType): Promise<string[]> {
  try {
    return await readdir(new URL(`${type}/`, folder));
  } catch (error) {
    // Not every type needs to have objects.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * The saved objects that come with the package.
 *
 * @throws if the installation is broken: a file is damaged, or there is none
 */
export async function readDashboards(folder = DASHBOARDS): Promise<SavedObjectFile[]> {
  const ofEach = await Promise.all(
    OBJECT_TYPES.map(async (type) => {
      const names = (await namesIn(folder, type)).filter((name) => name.endsWith('.json'));
      return Promise.all(names.map((name) => readObject(folder, type, name)));
    }),
  );
  const objects = ofEach.flat();
  if (objects.length === 0)
    throw new Error(`There are no dashboards in ${folder.pathname}, a part of runlens.`);
  return objects;
}
