import { asOfDashboard, expectedReferences, lensReferencesOf } from '../expected-references.ts';
import { lensPanelsOf } from '../panels.ts';
import type { Filed, Problem, Rule, World } from '../rule.ts';
import type { Reference } from '../shapes/common.ts';
import type { KibanaObject } from '../shapes/object.ts';

/** Every reference leads to an object, is there where it is looked for, and none is there that nothing looks for. */
export const references: Rule = (world) => [
  ...world.objects.flatMap((object) => [...dangling(world, object), ...unmet(object)]),
  ...lensPanelsOf(world).flatMap(({ file, where, panel, lens, dashboard }) => [
    ...lensReferencesOf(panel)
      .filter(({ name }) => !lens.references.some((reference) => reference.name === name))
      .map(({ name, where: inner }) => ({
        file,
        where: `${where}, ${inner}`,
        message: `The panel's own attributes.references lack "${name}": without it Kibana drops the data view.`,
      })),
    ...lens.references
      .map((reference) => ({ reference, asked: asOfDashboard(panel.panelIndex, reference) }))
      .filter(({ asked }) => !dashboard.references.some((held) => isSame(held, asked)))
      .map(({ reference, asked }) => ({
        file,
        where,
        message: `The panel's reference "${reference.name}" to ${reference.id} is not among the dashboard's: add "${asked.name}" to it.`,
      })),
  ]),
];

const isSame = (a: Reference, b: Reference) => a.name === b.name && a.id === b.id && a.type === b.type;

function dangling({ objects }: World, { file, content }: Filed<KibanaObject>): Problem[] {
  return content.references
    .filter(({ type, id }) => !objects.some((each) => each.content.type === type && each.content.id === id))
    .map(({ type, id, name }) => ({
      file,
      where: `reference "${name}"`,
      message: `There is no ${type}/${id}.json: write it, or refer to one that exists.`,
    }));
}

function unmet({ file, content }: Filed<KibanaObject>): Problem[] {
  const expected = expectedReferences(content);
  const counted = Map.groupBy(content.references, ({ name }) => name);
  const missing = expected
    .filter(({ name }) => !counted.has(name))
    .map(({ name, type, where }) => ({
      file,
      where,
      message: `A reference "${name}" to a ${type} is missing: add it to the object's references.`,
    }));
  const mistyped = expected.flatMap(({ name, type, where }) =>
    (counted.get(name) ?? [])
      .filter((reference) => reference.type !== type)
      .map((reference) => ({
        file,
        where,
        message: `The reference "${name}" leads to a ${reference.type}: it must lead to a ${type}.`,
      })),
  );
  const twice = [...counted]
    .filter(([, found]) => found.length > 1)
    .map(([name, found]) => ({
      file,
      where: `reference "${name}"`,
      message: `${found.length} references have this name: keep one.`,
    }));
  const names = new Set(expected.map(({ name }) => name));
  const leftOver = [...counted.keys()]
    .filter((name) => !names.has(name))
    .map((name) => ({
      file,
      where: `reference "${name}"`,
      message: 'Nothing in the object uses this reference: take it away.',
    }));
  return [...missing, ...mistyped, ...twice, ...leftOver];
}
