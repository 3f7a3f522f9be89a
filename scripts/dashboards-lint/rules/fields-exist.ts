import { fieldUses } from '../fields/uses.ts';
import { misfit, type FieldUse } from '../fields/field-use.ts';
import { fieldIn, mappingBehind, matchesAny } from '../fields/mapping.ts';
import { ofType, type Problem, type World } from '../rule.ts';
import { requestsOf, vegaSpecsOf } from '../vega-specs.ts';

/** Every field that an object names is in the newest mapping of its index, with a type that fits what it is named for. */
export function fieldsExist(world: World): Problem[] {
  const { uses, problems } = fieldUses(world);
  return [...unknownIndices(world), ...problems, ...uses.flatMap((use) => check(world, use))];
}

function check({ mappings }: World, { file, where, alias, field, use }: FieldUse): Problem[] {
  const mapping = mappingBehind(mappings, alias);
  if (mapping === undefined) return [];
  if (field.includes('*')) {
    if (use === 'show' && matchesAny(mapping, field)) return [];
    return [{ file, where, message: `Nothing in ${alias} is called ${field}: name a field of its mapping.` }];
  }
  const found = fieldIn(mapping, field);
  const mappingFile = `mappings/${mapping.index}/v${mapping.version}.json`;
  if (found === undefined) {
    const message = `${alias} has no field ${field}: name one that is in ${mappingFile}.`;
    return [{ file, where, message }];
  }
  const wrong = misfit(use, found);
  return wrong === undefined ? [] : [{ file, where, message: `${field} of ${alias} ${wrong}.` }];
}

function unknownIndices(world: World): Problem[] {
  const views = ofType(world, 'index-pattern').map(({ file, content }) => ({
    file,
    where: 'title',
    alias: content.attributes.title,
  }));
  const requests = vegaSpecsOf(world).flatMap(({ file, spec }) =>
    requestsOf(spec).map(({ at, url }) => ({ file, where: at, alias: String(url['index']) })),
  );
  return [...views, ...requests]
    .filter(({ alias }) => mappingBehind(world.mappings, alias) === undefined)
    .map(({ file, where, alias }) => ({
      file,
      where,
      message: `There is no index ${alias}: name an alias of mappings/, such as runlens-experiments.`,
    }));
}
