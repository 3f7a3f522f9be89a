/** What ids, index names and titles begin with in the files. */
const SHIPPED = 'runlens';
const SHIPPED_TITLE = '[Runlens] ';

export const DEFAULT_SPACE = 'default';

/** Under which names the objects are installed. */
export type Naming = { prefix: string; space: string };

/** Ids are unique over all spaces: the same one in a second space would be stored under a random id. */
const idStem = ({ prefix, space }: Naming): string =>
  space === DEFAULT_SPACE ? prefix : `${prefix}-${space}`;

const isShipped = (name: string): boolean => name === SHIPPED || name.startsWith(`${SHIPPED}-`);

/** The id of an object, or of what one refers to; an id that is not ours stays. */
export const renameId = (id: string, naming: Naming): string =>
  isShipped(id) ? idStem(naming) + id.slice(SHIPPED.length) : id;

/** The tag that all objects carry. */
export const tagIdOf = (naming: Naming): string => renameId(SHIPPED, naming);

/** The dashboard that people begin with. */
export const overviewIdOf = (naming: Naming): string => renameId(`${SHIPPED}-overview`, naming);

/** Index names, comma-separated where there are several. */
export const renameIndices = (names: string, { prefix }: Naming): string =>
  names
    .split(',')
    .map((name) => (isShipped(name) ? prefix + name.slice(SHIPPED.length) : name))
    .join(',');

/** Titles tell installations with different prefixes apart. */
export const renameTitle = (title: string, { prefix }: Naming): string =>
  prefix !== SHIPPED && title.startsWith(SHIPPED_TITLE)
    ? `[Runlens ${prefix}] ${title.slice(SHIPPED_TITLE.length)}`
    : title;

/** The tag's name is the prefix itself. */
export const renameTag = (name: string, { prefix }: Naming): string => (name === SHIPPED ? prefix : name);

/** What Kibana accepts as the id of a space. */
export const isSpaceId = (text: string): boolean => /^[a-z0-9_-]+$/.test(text);
