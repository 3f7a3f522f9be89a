import { PREFIX } from '../fields/alias.ts';
import type { Filed, Problem, Rule, World } from '../rule.ts';
import type { KibanaObject } from '../shapes/object.ts';

const TITLE = /^\[Runlens\] \S/;

/** A file is called as its object; ids begin with the prefix, titles with the product, and none occurs twice. */
export const names: Rule = (world) => [...world.objects.flatMap(namesOf), ...repeated(world)];

function namesOf({ file, content }: Filed<KibanaObject>): Problem[] {
  const problem = (where: string, message: string): Problem => ({ file, where, message });
  const { id, type } = content;
  const expected = `${type}/${id}.json`;
  return [
    ...(file === expected
      ? []
      : [problem('id', `The file of ${type} ${id} must be ${expected}: rename one of them.`)]),
    ...(id === PREFIX || id.startsWith(`${PREFIX}-`)
      ? []
      : [
          problem(
            'id',
            `The id ${id} does not begin with "${PREFIX}-": setup-dashboards puts the prefix there.`,
          ),
        ]),
    ...titlesOf(content)
      .filter(({ title }) => !TITLE.test(title))
      .map(({ where, title }) => problem(where, `"${title}" does not begin with "[Runlens] ": add it.`)),
    ...(content.type === 'visualization' && content.attributes.visState.title !== content.attributes.title
      ? [problem('visState.title', `It must be the title of the object, "${content.attributes.title}".`)]
      : []),
  ];
}

function titlesOf(content: KibanaObject): { where: string; title: string }[] {
  switch (content.type) {
    case 'tag':
      return [];
    case 'index-pattern': {
      const { name } = content.attributes;
      return name === undefined ? [] : [{ where: 'name', title: name }];
    }
    default:
      return [{ where: 'title', title: content.attributes.title }];
  }
}

/** Two dashboards of one title cannot be told apart in Kibana's lists. */
function repeated({ objects }: World): Problem[] {
  const titled = objects.flatMap(({ file, content }) =>
    titlesOf(content).map(({ title }) => ({ file, key: `${content.type} "${title}"` })),
  );
  return [...Map.groupBy(titled, ({ key }) => key).values()]
    .filter((same) => same.length > 1)
    .flatMap((same) =>
      same.slice(1).map(({ file, key }) => ({
        file,
        where: 'title',
        message: `${same[0]?.file} has the same title, ${key}: give them different titles.`,
      })),
    );
}
