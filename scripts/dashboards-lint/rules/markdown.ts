import { panelsOf } from '../panels.ts';
import type { World, Problem } from '../rule.ts';

const LINKS = [
  { what: 'a URL', pattern: /https?:\/\/|\bwww\./i },
  { what: 'a link', pattern: /\]\(|\]\[|^\s*\[[^\]]+\]:|<a\b|<img\b/im },
  { what: 'a path of Kibana', pattern: /\/app\/|#\/view\//i },
  { what: 'an id', pattern: /\brunlens-\w|\b[0-9a-f]{8}-[0-9a-f]{4}-/i },
];

/** Text links to nothing: ids change with prefix and space, and only references are followed when objects move. */
export function markdown(world: World): Problem[] {
  return panelsOf(world).flatMap(({ file, where, panel }) => {
    const text = panel.embeddableConfig.savedVis?.params.markdown ?? '';
    return LINKS.flatMap(({ what, pattern }) => {
      const found = pattern.exec(text);
      return found === null
        ? []
        : [
            {
              file,
              where,
              message: `The text has ${what} ("${excerpt(text, found.index)}"): link with a links panel or a drilldown.`,
            },
          ];
    });
  });
}

function excerpt(text: string, at: number) {
  return text.slice(at, at + 40).split('\n')[0];
}
