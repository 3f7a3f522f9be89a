/** Every field that any object names, with the index that it must be in and what it is named for. */

import { lensPanelsOf } from '../panels.ts';
import { ofType, type Problem, type World } from '../rule.ts';
import type { Reference } from '../shapes/common.ts';
import { requestsOf, vegaSpecsOf, visit } from '../vega-specs.ts';
import { fieldsOfBody } from './body-fields.ts';
import type { FieldUse } from './field-use.ts';
import { fieldsOfQuery } from './kql-fields.ts';
import { filterMentions, mentionsOfLens, type Mention } from './lens-fields.ts';

type Found = { uses: FieldUse[]; problems: Problem[] };
type Place = { file: string; where: string; alias: string | undefined };

function joined(parts: readonly string[]) {
  return parts.filter((part) => part !== '').join(', ');
}

const nothing: Found = { uses: [], problems: [] };

function merge(all: readonly Found[]): Found {
  return {
    uses: all.flatMap(({ uses }) => uses),
    problems: all.flatMap(({ problems }) => problems),
  };
}

export function fieldUses(world: World): Found {
  return merge([ofDataViews(world), ofLens(world), ofSearches(world), ofControls(world), ofVega(world)]);
}

/** The index that a reference to a data view leads to; a dangling reference is the business of another rule. */
function aliasBehind(world: World, references: readonly Reference[], name: string): string | undefined {
  const id = references.find((reference) => reference.name === name)?.id;
  return ofType(world, 'index-pattern').find(({ content }) => content.id === id)?.content.attributes.title;
}

function resolve({ file, where, alias }: Place, mentions: readonly Mention[]): Found {
  if (alias === undefined) return nothing;
  return merge(
    mentions.map((mention): Found => {
      const place = joined([where, mention.where]);
      if ('field' in mention) {
        const { field, use } = mention;
        return { uses: [{ file, where: place, alias, field, use }], problems: [] };
      }
      const asked = fieldsOfQuery(mention.query);
      if ('error' in asked) {
        const message = `The query cannot be read: ${asked.error}. Write it as KQL that names its fields.`;
        return { uses: [], problems: [{ file, where: place, message }] };
      }
      return { uses: asked.fields.map((named) => ({ file, where: place, alias, ...named })), problems: [] };
    }),
  );
}

function shown(fields: readonly string[], where: string): Mention[] {
  return fields.map((field) => ({ where, field, use: 'show' }));
}

function ofDataViews(world: World): Found {
  return merge(
    ofType(world, 'index-pattern').map(({ file, content: { attributes } }) =>
      resolve({ file, where: '', alias: attributes.title }, [
        ...(attributes.timeFieldName === undefined
          ? []
          : [{ where: 'timeFieldName', field: attributes.timeFieldName, use: 'time' as const }]),
        ...shown(Object.keys(attributes.fieldFormatMap ?? {}), 'fieldFormatMap'),
        ...shown(Object.keys(attributes.fieldAttrs ?? {}), 'fieldAttrs'),
        ...shown(
          (attributes.sourceFilters ?? []).map(({ value }) => value),
          'sourceFilters',
        ),
      ]),
    ),
  );
}

function ofLens(world: World): Found {
  return merge(
    lensPanelsOf(world).flatMap(({ file, where, lens }) =>
      Object.entries(mentionsOfLens(lens)).map(([layer, mentions]) => {
        const alias = aliasBehind(world, lens.references, `indexpattern-datasource-layer-${layer}`);
        return resolve({ file, where, alias }, mentions);
      }),
    ),
  );
}

function ofSearches(world: World): Found {
  return merge(
    ofType(world, 'search').map(({ file, content: { attributes, references } }) => {
      const { query, filter, indexRefName = '' } = attributes.kibanaSavedObjectMeta.searchSourceJSON;
      const { breakdownField } = attributes;
      const sorted = attributes.sort.filter(([field]) => field !== '_score');
      return resolve({ file, where: '', alias: aliasBehind(world, references, indexRefName) }, [
        { where: 'query', query },
        ...filterMentions(filter),
        ...shown(attributes.columns, 'columns'),
        ...shown(Object.keys(attributes.grid?.columns ?? {}), 'grid'),
        ...sorted.map(([field]) => ({ where: 'sort', field, use: 'values' as const })),
        ...(breakdownField
          ? [{ where: 'breakdownField', field: breakdownField, use: 'group' as const }]
          : []),
      ]);
    }),
  );
}

function ofControls(world: World): Found {
  return merge(
    ofType(world, 'dashboard').flatMap(({ file, content: { attributes, references } }) =>
      Object.values(attributes.controlGroupInput?.panelsJSON ?? {}).map(({ type, explicitInput }) => {
        const { id, fieldName, title = fieldName } = explicitInput;
        if (fieldName === undefined) return nothing;
        const kind = type === 'rangeSliderControl' ? 'rangeSlider' : 'optionsList';
        const alias = aliasBehind(world, references, `controlGroup_${id}:${kind}DataView`);
        const use = kind === 'rangeSlider' ? 'calculate' : 'group';
        return resolve({ file, where: `control "${title}"`, alias }, [{ where: '', field: fieldName, use }]);
      }),
    ),
  );
}

/** What marks and transforms read of a document is in its text: `datum._source.run.name`. */
const SOURCE = /_source\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)/g;

function ofVega(world: World): Found {
  return merge(
    vegaSpecsOf(world).flatMap(({ file, spec }) => {
      const requests = requestsOf(spec);
      const asked = requests.map(({ at, url }) => {
        const time = url['%timefield%'];
        return resolve({ file, where: at, alias: String(url['index']) }, [
          ...fieldsOfBody(url['body']).map(({ at, field, use }) => ({ where: at, field, use })),
          ...(typeof time === 'string' ? [{ where: '%timefield%', field: time, use: 'time' as const }] : []),
        ]);
      });
      const [first, ...others] = new Set(requests.map(({ url }) => String(url['index'])));
      // Where a spec asks several indices, the text does not say whose document it reads.
      if (first === undefined || others.length > 0) return asked;
      const read = visit(spec).flatMap(({ at, value }) =>
        typeof value === 'string'
          ? [...value.matchAll(SOURCE)].flatMap(([, field]) =>
              field === undefined ? [] : shown([field], at),
            )
          : [],
      );
      return [...asked, resolve({ file, where: '', alias: first }, read)];
    }),
  );
}
