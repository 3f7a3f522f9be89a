import { FIELD_OPERATIONS } from '../fields/formula-fields.ts';
import { lensLayersOf, lensPanelsOf } from '../panels.ts';
import type { Problem, World } from '../rule.ts';
import { orderAggregationOf, type Column } from '../shapes/lens.ts';

/** Operations that a server without optional modules answers, or that Kibana calculates from such answers. */
const ANSWERED = new Set([
  ...FIELD_OPERATIONS,
  'terms',
  'date_histogram',
  'range',
  'filters',
  'formula',
  'math',
  'static_value',
]);

/** Lens asks only what every Elasticsearch answers, of data views that are files here. */
export function lensOperations(world: World): Problem[] {
  return [
    ...lensPanelsOf(world).flatMap(({ file, where, lens }) => {
      const { adHocDataViews = {}, datasourceStates } = lens.state;
      const others = Object.keys(datasourceStates).filter((name) => name !== 'formBased');
      return [
        ...(Object.keys(adHocDataViews).length > 0
          ? ['It has a data view of its own (adHocDataViews): refer to one of kibana/index-pattern/.']
          : []),
        ...others.map(
          (name) => `Its data come from "${name}": only formBased works from Kibana 8.12 on, no ES|QL.`,
        ),
      ].map((message): Problem => ({ file, where, message }));
    }),
    ...lensLayersOf(world).flatMap(({ file, where, layer }) =>
      Object.values(layer.columns).flatMap((column) =>
        columnProblems(column).map((message) => ({
          file,
          where: `${where}, column "${column.label}"`,
          message,
        })),
      ),
    ),
  ];
}

function columnProblems(column: Column): string[] {
  const { operationType, dataType, params = {} } = column;
  const orderAggregation = orderAggregationOf(column);
  return [
    ...(ANSWERED.has(operationType)
      ? []
      : [`${operationType} is not answered by every Elasticsearch: use one of ${[...ANSWERED].join(', ')}.`]),
    ...(operationType === 'last_value' ? lastValueProblems(dataType, params.showArrayValues) : []),
    ...((params.secondaryFields ?? []).length > 0
      ? [
          'Grouping by several fields needs multi_terms, which not every Elasticsearch has: use a column for each.',
        ]
      : []),
    ...(params.orderBy?.type === 'significant'
      ? ['An order by significance needs statistics of all documents: order by a metric.']
      : []),
    ...(column.timeShift === undefined
      ? []
      : ['It is shifted in time, which no test can ask: leave timeShift out.']),
    ...(column.reducedTimeRange === undefined
      ? []
      : ['It has a time range of its own, which no test can ask: leave reducedTimeRange out.']),
    ...(orderAggregation === undefined ? [] : columnProblems(orderAggregation)),
  ];
}

function lastValueProblems(dataType: string, showArrayValues: boolean | undefined): string[] {
  const advice = 'use max where there is one value per bucket';
  if (dataType !== 'string' && dataType !== 'boolean') {
    return [
      `The last value of a ${dataType} needs top_metrics, which not every Elasticsearch has: ${advice}.`,
    ];
  }
  return showArrayValues === true
    ? []
    : [
        'A last value needs top_metrics unless showArrayValues is true, and not every Elasticsearch has it: set it.',
      ];
}
