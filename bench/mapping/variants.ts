/** What is tried against the shipped mapping of the image rows. */

import { digest } from '../../src/adapters/digest.ts';
import type { JsonObject } from '../../src/domain/indices/mapping-file.ts';
import type { Row } from './documents.ts';
import { together, withFields, withSettings, type Recipe, type Variant } from './recipe.ts';

function withId(id: (row: Row) => string): Variant['change'] {
  return (recipe) => ({ ...recipe, action: (row) => ({ ...recipe.action(row), _id: id(row) }) });
}

/** As short as can be, but no two rows are neighbours in the index of ids. */
const digestId = withId(({ run, image }) => digestOf(run, image.split, image.id));

/** 48 bits of the run and 80 bits of the row: short, and neighbours. */
const shortPrefixedId = withId(
  ({ run, image }) => run.slice(0, 8) + digestOf(run, image.split, image.id).slice(0, 14),
);

function digestOf(...parts: readonly string[]): string {
  return digest(JSON.stringify(parts));
}

function noVersion(recipe: Recipe): Recipe {
  return {
    ...recipe,
    action: (row) => {
      const { version: _version, version_type: _type, ...action } = recipe.action(row);
      return action;
    },
  };
}

function noRouting(recipe: Recipe): Recipe {
  const { _routing, ...mappings } = recipe.mappings;
  return {
    ...recipe,
    mappings,
    action: (row) => {
      const { routing: _routed, ...action } = recipe.action(row);
      return action;
    },
  };
}

/** The rows without these parts of what they repeat of their run. */
function withoutRunFields(...names: readonly string[]): Variant['change'] {
  return (recipe) => ({
    ...recipe,
    body: (row) => {
      const body = recipe.body(row);
      const run = Object.entries(body['run'] as object).filter(([name]) => !names.includes(name));
      return { ...body, run: Object.fromEntries(run) };
    },
  });
}

function sourceWithout(...excludes: readonly string[]): Variant['change'] {
  return (recipe: Recipe) => ({
    ...recipe,
    mappings: { ...recipe.mappings, _source: { excludes: [...excludes] } },
  });
}

function sorted(field: string[], order: string[]): Variant['change'] {
  return withSettings({ 'sort.field': field, 'sort.order': order, ...missing(field) });
}

/** Strings take part in a sort only without a word on missing ones; numbers go last. */
function missing(field: string[]): JsonObject {
  return { 'sort.missing': field.map(() => '_last') };
}

const unsearched: JsonObject = { index: false };
const searched: JsonObject = { index: true };
const pictures = ['input', 'target', 'output'];
const runWords = ['run.name', 'run.label', 'run.group', 'run.author'];
const numbers = ['metrics.*', 'primary.value', 'attributes.number.*'];

function group(
  name: string,
  variants: readonly (readonly [string, Variant['change'], string?])[],
): Variant[] {
  return variants.map(([variant, change, loses]) => ({
    name: variant,
    group: name,
    change,
    ...(loses === undefined ? {} : { loses }),
  }));
}

export const variants: readonly Variant[] = [
  ...group('id', [
    ['id: digest of run, split and id', digestId],
    ['id: 8 characters of run, 14 of digest', shortPrefixedId],
    ['no external version', noVersion, 'an older state can overwrite a newer one'],
  ]),
  ...group('place', [
    ['no routing', noRouting],
    ['2 shards', withSettings({ number_of_shards: '2' })],
    ['4 shards', withSettings({ number_of_shards: '4' })],
    ['sorted by run.key', sorted(['run.key'], ['asc'])],
    ['sorted by run.key, score', sorted(['run.key', 'primary.score'], ['asc', 'asc'])],
    ['sorted by score', sorted(['primary.score'], ['asc'])],
  ]),
  ...group('settings', [
    ['codec best_compression', withSettings({ codec: 'best_compression' })],
    ['refresh_interval 1s', withSettings({ refresh_interval: '1s' })],
    ['refresh_interval 30s', withSettings({ refresh_interval: '30s' })],
    ['refresh_interval -1', withSettings({ refresh_interval: '-1' })],
    [
      'translog async',
      withSettings({ 'translog.durability': 'async' }),
      'what was confirmed can be lost with the server',
    ],
    ['no bloom filter of ids', withSettings({ 'bloom_filter_for_id_field.enabled': 'false' })],
  ]),
  ...group('fields', [
    ['metrics.* indexed', withFields(['metrics.*'], searched)],
    ['primary.value indexed', withFields(['primary.value'], searched)],
    ['numbers indexed', withFields(numbers, searched)],
    ['pictures not indexed', withFields(pictures, unsearched)],
    [
      'pictures: no doc values',
      withFields(pictures, { ...unsearched, doc_values: false }),
      'the panel of images',
    ],
    ['revision: no doc values', withFields(['revision'], { doc_values: false })],
    ['run.name etc. not indexed', withFields(runWords, unsearched)],
    ['run.name: no doc values', withFields(['run.name'], { ...unsearched, doc_values: false })],
    ['primary.metric etc. not indexed', withFields(['primary.metric', 'primary.direction'], unsearched)],
  ]),
  ...group('documents', [
    ['body without run.name', withoutRunFields('name')],
    ['body without run.name … author', withoutRunFields('name', 'label', 'group', 'author')],
    [
      'float for double',
      withFields(['metrics.*', 'primary.value', 'primary.score'], { type: 'float' }),
      'digits from the 8th on',
    ],
    [
      'half_float for double',
      withFields(['metrics.*', 'primary.value', 'primary.score'], { type: 'half_float' }),
      'digits from the 4th on',
    ],
    ['_source without pictures', sourceWithout(...pictures), 'deriving again drops them'],
    [
      '_source without run.*',
      sourceWithout('run.name', 'run.label', 'run.group', 'run.author'),
      'deriving again drops them',
    ],
  ]),
  ...group('together', [
    ['numbers indexed, id a digest', together(withFields(numbers, searched), digestId)],
    [
      'pictures not indexed, best_compression',
      together(withFields(pictures, unsearched), withSettings({ codec: 'best_compression' })),
    ],
  ]),
];
