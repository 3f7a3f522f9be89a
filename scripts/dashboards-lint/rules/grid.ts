import { ofType, type Problem, type Rule } from '../rule.ts';
import type { Panel } from '../shapes/dashboard.ts';
import type { Dashboard } from '../shapes/object.ts';

const WIDTH = 48;

/** Panels lie beside each other on Kibana's grid, and panels, controls and links have ids and places of their own. */
export const grid: Rule = (world) => [
  ...ofType(world, 'dashboard').flatMap(({ file, content }) => [
    ...panelProblems(file, content.attributes.panelsJSON),
    ...controlProblems(file, content),
  ]),
  ...ofType(world, 'links').flatMap(({ file, content: { attributes } }) => [
    ...repeated(
      file,
      'link',
      attributes.links.map(({ id }) => id),
    ),
    ...repeated(
      file,
      'order of links',
      attributes.links.map(({ order }) => String(order)),
    ),
  ]),
];

function panelProblems(file: string, panels: readonly Panel[]): Problem[] {
  const own = panels.flatMap(({ panelIndex, gridData: { x, y, w, h, i } }) =>
    [
      ...(i === panelIndex ? [] : [`gridData.i is ${i}: make it the panelIndex, ${panelIndex}.`]),
      ...(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= WIDTH
        ? []
        : [
            `It lies at x ${x}, y ${y}, ${w} wide and ${h} high: keep it within the grid's ${WIDTH} columns.`,
          ]),
    ].map((message) => ({ file, where: `panel ${panelIndex}`, message })),
  );
  const pairs = panels.flatMap((first, position) =>
    panels
      .slice(position + 1)
      .filter((second) => overlap(first.gridData, second.gridData))
      .map((second) => ({
        file,
        where: `panel ${second.panelIndex}`,
        message: `It overlaps panel ${first.panelIndex}: move one of them.`,
      })),
  );
  return [
    ...own,
    ...pairs,
    ...repeated(
      file,
      'panel',
      panels.map(({ panelIndex }) => panelIndex),
    ),
  ];
}

type Box = Panel['gridData'];
const overlap = (a: Box, b: Box) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

function controlProblems(file: string, { attributes }: Dashboard): Problem[] {
  const controls = Object.entries(attributes.controlGroupInput?.panelsJSON ?? {});
  return [
    ...controls
      .filter(([key, { explicitInput }]) => key !== explicitInput.id)
      .map(([key, { explicitInput }]) => ({
        file,
        where: `control ${key}`,
        message: `explicitInput.id is ${explicitInput.id}: make it the control's key, ${key}.`,
      })),
    ...repeated(
      file,
      'order of controls',
      controls.map(([, { order }]) => String(order)),
    ),
  ];
}

function repeated(file: string, what: string, ids: readonly string[]): Problem[] {
  return [...Map.groupBy(ids, (id) => id)]
    .filter(([, same]) => same.length > 1)
    .map(([id, same]) => ({
      file,
      where: `${what} ${id}`,
      message: `There are ${same.length} of this id: give each its own.`,
    }));
}
