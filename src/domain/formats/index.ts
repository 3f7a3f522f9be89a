import type { Format, Membership, OriginalContext, OriginalMeaning } from './format.ts';
import { runlensFormat } from './runlens/format.ts';
import { isVisible } from './visible.ts';

/** Several formats, in the order in which they are tried. */
export type Formats = {
  /** The source that a file belongs to, by the first format that claims it. Hidden files belong to none. */
  memberOf: (path: string) => Membership | undefined;
  /**
   * The formats that claim a file of a source. If there is none, because a user named a file that does not look like a source:
   * all formats.
   */
  claiming: (source: { path: string; files: readonly { path: string }[] }) => readonly Format[];
  /** @param format the name of the format that has stored the original */
  interpretOriginal: (original: unknown, format: string, context: OriginalContext) => OriginalMeaning;
};

/** The formats that runlens reads, the most specific first. */
export const formats = createFormats([runlensFormat]);

export function createFormats(all: readonly Format[]): Formats {
  return {
    memberOf: (path) => {
      if (!path.split('/').every(isVisible)) return undefined;
      for (const format of all) {
        const membership = format.member(path);
        if (membership !== undefined) return membership;
      }
      return undefined;
    },
    claiming: ({ path: source, files }) => {
      const claiming = all.filter((format) =>
        files.some(({ path }) => format.member(path)?.source === source),
      );
      return claiming.length === 0 ? all : claiming;
    },
    interpretOriginal: (original, name, context) => {
      if (typeof original !== 'string') return { type: 'unreadable', reason: 'there is none' };
      const format = all.find((one) => one.name === name);
      if (format !== undefined) return format.interpretOriginal(original, context);
      return { type: 'unreadable', reason: `this version of runlens does not know the format "${name}"` };
    },
  };
}
