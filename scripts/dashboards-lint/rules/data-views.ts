import { ofType, type Rule } from '../rule.ts';

/** Data views show what the mapping has: nothing in them is calculated. */
export const dataViews: Rule = (world) =>
  ofType(world, 'index-pattern').flatMap(({ file, content: { attributes } }) => {
    const runtime = Object.keys(attributes.runtimeFieldMap ?? {});
    const scripted = attributes.fields ?? [];
    return [
      ...(runtime.length === 0
        ? []
        : [
            {
              where: 'runtimeFieldMap',
              message: `${runtime.join(', ')}: runtime fields need scripts, index the field.`,
            },
          ]),
      ...(scripted.length === 0
        ? []
        : [
            {
              where: 'fields',
              message:
                'It lists fields, which Kibana finds out itself; scripted ones need scripts: make it [].',
            },
          ]),
      ...(attributes.allowNoIndex === true
        ? []
        : [
            {
              where: 'allowNoIndex',
              message: 'It must be true, so that the data view can be there before its index.',
            },
          ]),
    ].map((problem) => ({ file, ...problem }));
  });
