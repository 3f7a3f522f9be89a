import type { Problem, Rule } from '../rule.ts';
import type { KibanaObject } from '../shapes/object.ts';

/**
 * The versions that Kibana 8.12 migrates objects to. A newer stamp makes it refuse the whole import, and without one it
 * migrates from the first release on, which destroys objects of today.
 */
const TYPE_MIGRATION_VERSION: Record<KibanaObject['type'], string | undefined> = {
  tag: '8.0.0',
  'index-pattern': '8.0.0',
  visualization: '8.5.0',
  search: '8.0.0',
  links: undefined,
  dashboard: '8.9.0',
};
const CORE_MIGRATION_VERSION = '8.8.0';
const PANEL_VERSION = '8.12.0';

/** Every object bears exactly the versions that it was written for. */
export const stamps: Rule = ({ objects }) =>
  objects.flatMap(({ file, content }) => [
    ...expectStamp(file, 'coreMigrationVersion', content.coreMigrationVersion, CORE_MIGRATION_VERSION),
    ...expectStamp(
      file,
      'typeMigrationVersion',
      content.typeMigrationVersion,
      TYPE_MIGRATION_VERSION[content.type],
    ),
    ...(content.type === 'dashboard'
      ? content.attributes.panelsJSON.flatMap(({ panelIndex, version }) =>
          expectStamp(file, `panel ${panelIndex}, version`, version, PANEL_VERSION),
        )
      : []),
  ]);

function expectStamp(
  file: string,
  where: string,
  found: string | undefined,
  wanted: string | undefined,
): Problem[] {
  if (found === wanted) return [];
  const what = wanted === undefined ? 'leave it out' : `make it ${wanted}`;
  return [
    {
      file,
      where,
      message: `It is ${found ?? 'missing'}: ${what}, which is what Kibana 8.12 migrates from.`,
    },
  ];
}
