/** The prefix of ids, index names and titles in the files. */
const SHIPPED = 'runlens';
const SHIPPED_TITLE = '[Runlens] ';

export const DEFAULT_SPACE = 'default';

/** The names under which the objects are installed. */
export type Naming = { prefix: string; space: string };

/** Ids are unique over all spaces: the same one in a second space would be stored under a random id. */
function idStem({ prefix, space }: Naming): string {
  return space === DEFAULT_SPACE ? prefix : `${prefix}-${space}`;
}

function isShipped(name: string): boolean {
  return name === SHIPPED || name.startsWith(`${SHIPPED}-`);
}

/** The installed id of an object or a reference. Ids of other products are unchanged. */
export function renameId(id: string, naming: Naming): string {
  return isShipped(id) ? idStem(naming) + id.slice(SHIPPED.length) : id;
}

/** The tag that all objects carry. */
export function tagIdOf(naming: Naming): string {
  return renameId(SHIPPED, naming);
}

/** The dashboard that people begin with. */
export function overviewIdOf(naming: Naming): string {
  return renameId(`${SHIPPED}-overview`, naming);
}

/** @param names of indices, separated by commas */
export function renameIndices(names: string, { prefix }: Naming): string {
  return names
    .split(',')
    .map((name) => (isShipped(name) ? prefix + name.slice(SHIPPED.length) : name))
    .join(',');
}

/** Titles tell installations with different prefixes apart. */
export function renameTitle(title: string, { prefix }: Naming): string {
  return prefix !== SHIPPED && title.startsWith(SHIPPED_TITLE)
    ? `[Runlens ${prefix}] ${title.slice(SHIPPED_TITLE.length)}`
    : title;
}

/** The tag's name is the prefix itself. */
export function renameTag(name: string, { prefix }: Naming): string {
  return name === SHIPPED ? prefix : name;
}

/** Whether Kibana accepts the text as the id of a space. */
export function isSpaceId(text: string): boolean {
  return /^[a-z0-9_-]+$/.test(text);
}
