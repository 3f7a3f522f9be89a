import { aggregationsOf } from '../fields/body-fields.ts';
import type { Problem, World } from '../rule.ts';
import { requestsOf, vegaSpecsOf, visit, type VegaRequest } from '../vega-specs.ts';

/** Aggregations of modules that not every server has. */
const OPTIONAL_AGGREGATIONS = new Set([
  'top_metrics',
  'auto_date_histogram',
  'multi_terms',
  'string_stats',
  'boxplot',
  'derivative',
  'moving_avg',
  'moving_fn',
  'bucket_sort',
  'bucket_script',
  'bucket_selector',
  'scripted_metric',
  'serial_diff',
  'normalize',
  'rate',
  't_test',
  'matrix_stats',
]);
const SCRIPTS = new Set(['script', 'script_fields', 'script_score', 'runtime_mappings', 'scripted_metric']);

/** Vega asks Elasticsearch only, with what every server answers, through Kibana's own search. */
export function vegaRequests(world: World): Problem[] {
  return vegaSpecsOf(world).flatMap(({ file, spec }) =>
    requestsOf(spec).flatMap((request) =>
      requestProblems(request).map(({ at, message }): Problem => ({ file, where: at, message })),
    ),
  );
}

function requestProblems({ at, url }: VegaRequest): { at: string; message: string }[] {
  const kind = url['%type%'];
  const body = url['body'];
  const hasContext = url['%context%'] === true || url['%timefield%'] !== undefined;
  const hasQuery = typeof body === 'object' && body !== null && 'query' in body;
  return [
    ...(kind === undefined || kind === 'elasticsearch'
      ? []
      : [{ at, message: `Its %type% is ${JSON.stringify(kind)}: only elasticsearch, no ES|QL or maps.` }]),
    ...(typeof url['index'] === 'string'
      ? []
      : [{ at, message: 'It names no index: give it one of the aliases, such as runlens-experiments.' }]),
    ...(hasContext && hasQuery
      ? [
          {
            at,
            message:
              'Kibana refuses %context% or %timefield% beside body.query: use %dashboard_context-must_clause% in the query.',
          },
        ]
      : []),
    ...aggregationsOf(body, `${at}.body`)
      .filter((aggregation) => OPTIONAL_AGGREGATIONS.has(aggregation.kind))
      .map((aggregation) => ({
        at: aggregation.at,
        message: `Not every Elasticsearch has ${aggregation.kind}: let Vega calculate it.`,
      })),
    ...visit(body, `${at}.body`)
      .filter(({ key }) => SCRIPTS.has(key))
      .map((found) => ({
        at: found.at,
        message: `${found.key} needs scripts, which may be off: index the value.`,
      })),
  ];
}
