import { panelsOf } from '../panels.ts';
import { ofType, type Rule } from '../rule.ts';
import type { Panel } from '../shapes/dashboard.ts';

const BY_REFERENCE = new Set(['visualization', 'search', 'links']);

/** Panels are of the few kinds that look the same from Kibana 8.12 to 9.x. */
export const panelKinds: Rule = (world) => [
  ...panelsOf(world).flatMap(({ file, where, panel }) => {
    const message = kindProblem(panel);
    return message === undefined ? [] : [{ file, where, message }];
  }),
  ...ofType(world, 'visualization').flatMap(({ file, content }) => {
    const { type, params, aggs = [] } = content.attributes.visState;
    const isVega = type === 'vega' && params.spec !== undefined && aggs.length === 0;
    return isVega
      ? []
      : [
          {
            file,
            where: 'visState.type',
            message: `It is a visualization of type ${type}: only vega with a spec stays; make it a Lens panel.`,
          },
        ];
  }),
];

function kindProblem({ type, panelRefName, embeddableConfig }: Panel): string | undefined {
  const { attributes, savedVis } = embeddableConfig;
  if (type === 'lens') {
    if (panelRefName !== undefined) {
      return 'It is Lens by reference, which breaks when copied between spaces: keep its attributes in the panel.';
    }
    return attributes === undefined
      ? 'It is Lens without attributes: put them into embeddableConfig.'
      : undefined;
  }
  if (!BY_REFERENCE.has(type)) {
    return `Its type is ${type}: use lens, visualization (vega or markdown), search or links.`;
  }
  if (panelRefName !== undefined) return undefined;
  return savedVis?.type === 'markdown'
    ? undefined
    : `It is ${savedVis?.type ?? type} by value: only markdown and lens may be; refer to an object (panelRefName).`;
}
